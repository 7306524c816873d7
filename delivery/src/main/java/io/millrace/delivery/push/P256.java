package io.millrace.delivery.push;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import javax.crypto.KeyAgreement;

/** The curve of web push, with points in the uncompressed form of 65 bytes. */
final class P256 {

    static final int POINT_BYTES = 65;

    private static final int COORDINATE_BYTES = 32;
    private static final byte UNCOMPRESSED = 4;

    private P256() {}

    static KeyPair generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    static byte[] point(ECPublicKey key) {
        byte[] point = new byte[POINT_BYTES];
        point[0] = UNCOMPRESSED;
        put(key.getW().getAffineX(), point, 1);
        put(key.getW().getAffineY(), point, 1 + COORDINATE_BYTES);
        return point;
    }

    private static void put(BigInteger coordinate, byte[] point, int at) {
        byte[] bytes = coordinate.toByteArray();
        int from = Math.max(0, bytes.length - COORDINATE_BYTES);
        int length = bytes.length - from;
        System.arraycopy(bytes, from, point, at + COORDINATE_BYTES - length, length);
    }

    /** @throws GeneralSecurityException if it is no point of the curve */
    static ECPublicKey publicKey(byte[] point) throws GeneralSecurityException {
        if (point.length != POINT_BYTES || point[0] != UNCOMPRESSED) {
            throw new GeneralSecurityException("a public key has 65 bytes, the first of them 4");
        }
        BigInteger x = new BigInteger(1, point, 1, COORDINATE_BYTES);
        BigInteger y = new BigInteger(1, point, 1 + COORDINATE_BYTES, COORDINATE_BYTES);
        ECParameterSpec curve = curve();
        requireOnCurve(x, y, curve);
        return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), curve));
    }

    /** A point off the curve would let its sender learn about our key. */
    private static void requireOnCurve(BigInteger x, BigInteger y, ECParameterSpec curve)
            throws GeneralSecurityException {
        BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger right = x.pow(3)
                .add(curve.getCurve().getA().multiply(x))
                .add(curve.getCurve().getB())
                .mod(p);
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0 || !y.pow(2).mod(p).equals(right)) {
            throw new GeneralSecurityException("the public key is no point of the curve");
        }
    }

    private static ECParameterSpec curve() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    static byte[] agree(PrivateKey own, ECPublicKey other) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(own);
        agreement.doPhase(other, true);
        return agreement.generateSecret();
    }
}
