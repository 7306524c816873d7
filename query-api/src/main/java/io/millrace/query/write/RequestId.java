package io.millrace.query.write;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.definition.Ids;
import io.millrace.query.http.Call;
import io.millrace.query.request.Faults;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Under which id a write goes into the stream. A client's {@code Idempotency-Key} makes the id: the same key for the
 * same operation on the same thing is the same write, whichever instance of the service it reaches. Without a key every
 * request is a write of its own.
 *
 * @param stem the same for every use of the key
 * @param content the same for the same body
 * @param repeatable whether the client may send the request again
 */
public record RequestId(String stem, String content, boolean repeatable) {

    private static final String HEADER = "Idempotency-Key";
    private static final int KEY_LENGTH_MAX = 255;
    private static final int STEM_BYTES = 16;
    private static final int CONTENT_BYTES = 8;

    /**
     * Reads the header; a key that is too long ends the request.
     *
     * @param operation names the route, the same for all its requests
     */
    public static RequestId of(Call call, String operation) {
        Optional<String> key = call.header("idempotency-key");
        if (key.isEmpty()) {
            return new RequestId(Ids.request(), "0", false);
        }
        if (key.get().length() > KEY_LENGTH_MAX) {
            Faults faults = new Faults();
            faults.invalid(HEADER, TextNode.valueOf(key.get()), "up to " + KEY_LENGTH_MAX + " characters");
            faults.throwIfAny();
        }
        MessageDigest stem = sha256();
        stem.update((call.ownWorkspace().id() + '\0' + operation + '\0' + key.get()).getBytes(StandardCharsets.UTF_8));
        new TreeMap<>(call.path())
                .forEach((name, value) -> stem.update(("\0" + value).getBytes(StandardCharsets.UTF_8)));
        return new RequestId(
                "idem_" + HexFormat.of().formatHex(stem.digest(), 0, STEM_BYTES), content(call.body()), true);
    }

    /** A short name of a body, the same for the same bytes. */
    public static String content(byte[] body) {
        return HexFormat.of().formatHex(sha256().digest(body), 0, CONTENT_BYTES);
    }

    /** How the ids of all changes of this body begin. */
    String ofContent() {
        return stem + "." + content + ".";
    }

    /** How many changes the request had whose change has this id. */
    int changesOf(String changeId) {
        return Integer.parseInt(changeId.substring(changeId.lastIndexOf('/') + 1));
    }

    /** The id of one of the request's changes: its place among them, and how many there are. */
    String ofChange(int index, int changes) {
        return ofContent() + index + "/" + changes;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
