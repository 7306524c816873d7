package io.millrace.delivery.push;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.delivery.link.SigningKeys;
import io.millrace.streams.definition.Definition.Key;
import io.millrace.streams.definition.Definition.Kind;
import io.millrace.streams.definition.Definitions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * How this installation names itself to push services (RFC 8292): one key pair, made at the first start and kept among the
 * definitions; browsers subscribe with its public key. Thread-safe.
 */
public final class Vapid {

    private static final Key KEPT = new Key(Kind.SIGNING_KEY, "", "vapid");
    private static final Duration VALID = Duration.ofHours(12);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final PrivateKey privateKey;
    private final byte[] publicPoint;
    private final String subject;

    private Vapid(PrivateKey privateKey, byte[] publicPoint, String subject) {
        this.privateKey = privateKey;
        this.publicPoint = publicPoint;
        this.subject = subject;
    }

    /** @param subject a mailto or https address of who answers for the messages */
    public static Vapid open(Definitions definitions, String subject) {
        String[] kept = SigningKeys.kept(definitions, KEPT, Vapid::generate).split(" ", 2);
        try {
            PrivateKey key = KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(kept[0])));
            return new Vapid(key, Base64.getDecoder().decode(kept[1]), subject);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the kept key of push messages is damaged", e);
        }
    }

    private static String generate() {
        try {
            KeyPair pair = P256.generate();
            Base64.Encoder encoder = Base64.getEncoder();
            return encoder.encodeToString(pair.getPrivate().getEncoded())
                    + ' '
                    + encoder.encodeToString(P256.point((ECPublicKey) pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has the curve secp256r1", e);
        }
    }

    /** What a browser subscribes with. */
    public String publicKey() {
        return BASE64.encodeToString(publicPoint);
    }

    /** @param audience scheme, host and port of the push service */
    String authorization(String audience, Instant now) throws GeneralSecurityException {
        String header = part("{\"typ\":\"JWT\",\"alg\":\"ES256\"}");
        String claims = part(JsonNodeFactory.instance
                .objectNode()
                .put("aud", audience)
                .put("exp", now.plus(VALID).getEpochSecond())
                .put("sub", subject)
                .toString());
        String signed = header + '.' + claims;
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(privateKey);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return "vapid t=" + signed + '.' + BASE64.encodeToString(signature.sign()) + ", k=" + publicKey();
    }

    private static String part(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
