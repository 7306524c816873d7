package io.millrace.delivery.link;

import io.millrace.streams.definition.Definition.Key;
import io.millrace.streams.definition.Definition.Kind;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.definition.Definitions.VersionConflictException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What delivery signs with: one random key for all instances, made at the first start and kept among the definitions. Uses
 * have keys of their own, derived from it. Thread-safe.
 */
public final class SigningKeys {

    private static final String HMAC = "HmacSHA256";
    private static final int BYTES = 32;
    private static final Key MASTER = new Key(Kind.SIGNING_KEY, "", "delivery");

    private final byte[] master;

    SigningKeys(byte[] master) {
        this.master = master.clone();
    }

    public static SigningKeys open(Definitions definitions) {
        return new SigningKeys(Base64.getDecoder().decode(kept(definitions, MASTER, SigningKeys::random)));
    }

    /** The text under a key, made by whoever needs it first. */
    public static String kept(Definitions definitions, Key key, Supplier<String> make) {
        return definitions
                .get(key)
                .orElseGet(() -> {
                    try {
                        return definitions.put(key, Definitions.ABSENT, make.get());
                    } catch (VersionConflictException e) {
                        definitions.refresh();
                        return definitions.get(key).orElseThrow(() -> e);
                    }
                })
                .body();
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The key of one use; of another use nothing follows from it. */
    public byte[] of(String use) {
        return hmac(master, use.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA256", e);
        }
    }

    /** Of a workspace's calls to other people's servers, in the form that Standard Webhooks gives it. */
    public String webhookSecret(String workspace) {
        return "whsec_" + Base64.getEncoder().encodeToString(of("webhook/" + workspace));
    }
}
