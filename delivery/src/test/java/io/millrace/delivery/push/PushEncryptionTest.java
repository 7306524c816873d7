package io.millrace.delivery.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.testing.MemoryDefinitions;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PushEncryptionTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** The example of RFC 8291, section 5 and appendix A. */
    @Test
    void theExampleOfTheStandardComesOut() throws Exception {
        ECPublicKey ownPublic = P256.publicKey(
                bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"));
        KeyPair own = new KeyPair(
                ownPublic,
                KeyFactory.getInstance("EC")
                        .generatePrivate(new ECPrivateKeySpec(
                                new BigInteger(1, bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")),
                                ownPublic.getParams())));

        byte[] encrypted = PushEncryption.encrypt(
                "When I grow up, I want to be a watermelon".getBytes(StandardCharsets.UTF_8),
                bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
                bytes("BTBZMqHH6r4Tts7J_aSIgg"),
                own,
                bytes("DGv6ra1nlYgDCS1FRnbzlw"));

        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(encrypted))
                .isEqualTo(
                        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
                                + "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
                                + "lcy4a-fN");
    }

    @Test
    void aPointOffTheCurveIsRefused() throws Exception {
        byte[] point = P256.point((ECPublicKey) P256.generate().getPublic());
        point[40] ^= 1;

        assertThatThrownBy(() -> P256.publicKey(point)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> P256.publicKey(new byte[65])).isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void theTokenIsSignedWithTheKeyThatBrowsersKnowAndTheKeyIsKept() throws Exception {
        MemoryDefinitions definitions = new MemoryDefinitions();
        Vapid vapid = Vapid.open(definitions, "mailto:ops@acme.example");

        String header = vapid.authorization("https://push.example", NOW);

        assertThat(Vapid.open(definitions, "").publicKey()).isEqualTo(vapid.publicKey());
        String token = header.substring("vapid t=".length(), header.indexOf(", k="));
        String[] parts = token.split("\\.", 3);
        JsonNode claims = new ObjectMapper().readTree(bytes(parts[1]));
        assertThat(claims.path("aud").asText()).isEqualTo("https://push.example");
        assertThat(claims.path("sub").asText()).isEqualTo("mailto:ops@acme.example");
        assertThat(claims.path("exp").asLong()).isEqualTo(NOW.getEpochSecond() + 12 * 3600);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(P256.publicKey(bytes(header.substring(header.indexOf(", k=") + 4))));
        signature.update((parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(bytes(parts[2]))).isTrue();
    }

    private static byte[] bytes(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }
}
