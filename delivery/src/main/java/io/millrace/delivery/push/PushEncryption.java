package io.millrace.delivery.push;

import io.millrace.delivery.link.SigningKeys;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts a push message for one browser: {@code aes128gcm} (RFC 8188) with the keys of RFC 8291, in one record. Pure. */
final class PushEncryption {

    /** What push services take at least, without the header of 86 bytes and the 17 bytes of padding mark and tag. */
    static final int TEXT_BYTES_MAX = 4_096 - 86 - 17;

    static final int SALT_BYTES = 16;

    private static final int RECORD_BYTES = 4_096;
    private static final int KEY_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int SECRET_BYTES = 32;
    private static final int TAG_BITS = 128;
    private static final byte LAST_RECORD = 2;

    private PushEncryption() {}

    /**
     * @param browser the subscription's public key, a point
     * @param auth the subscription's secret
     * @param own a pair that is used for this message alone
     * @param salt that is used for this message alone
     */
    static byte[] encrypt(byte[] text, byte[] browser, byte[] auth, KeyPair own, byte[] salt)
            throws GeneralSecurityException {
        byte[] ownPoint = P256.point((ECPublicKey) own.getPublic());
        byte[] shared = P256.agree(own.getPrivate(), P256.publicKey(browser));
        byte[] info = joined("WebPush: info\0".getBytes(StandardCharsets.US_ASCII), browser, ownPoint);
        byte[] secret = expanded(SigningKeys.hmac(auth, shared), info, SECRET_BYTES);
        byte[] base = SigningKeys.hmac(salt, secret);
        byte[] key = expanded(base, "Content-Encoding: aes128gcm\0".getBytes(StandardCharsets.US_ASCII), KEY_BYTES);
        byte[] nonce = expanded(base, "Content-Encoding: nonce\0".getBytes(StandardCharsets.US_ASCII), NONCE_BYTES);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        byte[] encrypted = cipher.doFinal(joined(text, new byte[] {LAST_RECORD}));
        byte[] header = ByteBuffer.allocate(SALT_BYTES + Integer.BYTES + 1)
                .put(salt)
                .putInt(RECORD_BYTES)
                .put((byte) ownPoint.length)
                .array();
        return joined(header, ownPoint, encrypted);
    }

    /** One block of HKDF is enough for all that is needed. */
    private static byte[] expanded(byte[] key, byte[] info, int bytes) {
        return Arrays.copyOf(SigningKeys.hmac(key, joined(info, new byte[] {1})), bytes);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
