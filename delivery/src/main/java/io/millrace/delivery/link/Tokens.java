package io.millrace.delivery.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.core.campaign.Channel;
import io.millrace.core.event.Person;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Writes and reads tokens: base64url of a JSON list and 16 bytes of its HMAC-SHA256. Who has no key can neither make nor
 * change one; what it says is no secret, and a link in a mail is used by whoever has the mail. Thread-safe.
 */
public final class Tokens {

    static final int LENGTH_MAX = 8_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SIGNATURE_BYTES = 16;
    private static final int FIELDS = 11;

    private final byte[] key;

    public Tokens(SigningKeys keys) {
        this.key = keys.of("links");
    }

    public String write(Token token) {
        ArrayNode list = JSON.createArrayNode();
        list.add(token.use().ordinal())
                .add(token.workspace())
                .add(token.sendId())
                .add(token.campaign())
                .add(token.node())
                .add(token.channel().ordinal())
                .add(token.template().orElse(null))
                .add(token.person().kind() == Person.Kind.USER ? 1 : 0)
                .add(token.person().id())
                .add(token.group().orElse(null))
                .add(token.url());
        byte[] body = list.toString().getBytes(StandardCharsets.UTF_8);
        byte[] signed = Arrays.copyOf(body, body.length + SIGNATURE_BYTES);
        System.arraycopy(SigningKeys.hmac(key, body), 0, signed, body.length, SIGNATURE_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /** Empty unless this was written for that use by who has the key. */
    public Optional<Token> read(Token.Use use, String text) {
        if (text.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        byte[] signed;
        try {
            signed = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (signed.length <= SIGNATURE_BYTES) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOf(signed, signed.length - SIGNATURE_BYTES);
        byte[] signature = Arrays.copyOfRange(signed, body.length, signed.length);
        byte[] expected = Arrays.copyOf(SigningKeys.hmac(key, body), SIGNATURE_BYTES);
        return MessageDigest.isEqual(expected, signature)
                ? token(body).filter(token -> token.use() == use)
                : Optional.empty();
    }

    private static Optional<Token> token(byte[] body) {
        try {
            JsonNode list = JSON.readTree(body);
            if (list.size() != FIELDS) {
                return Optional.empty();
            }
            return Optional.of(new Token(
                    Token.Use.values()[list.get(0).asInt()],
                    list.get(1).asText(),
                    list.get(2).asText(),
                    list.get(3).asText(),
                    list.get(4).asText(),
                    Channel.values()[list.get(5).asInt()],
                    Optional.ofNullable(list.get(6).textValue()),
                    new Person(
                            list.get(7).asInt() == 1 ? Person.Kind.USER : Person.Kind.ANONYMOUS,
                            list.get(8).asText()),
                    Optional.ofNullable(list.get(9).textValue()),
                    list.get(10).asText()));
        } catch (IOException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
