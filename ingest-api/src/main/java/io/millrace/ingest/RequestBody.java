package io.millrace.ingest;

import io.millrace.ingest.json.JsonDocument;
import io.millrace.ingest.json.UnreadableJsonException;
import io.millrace.ingest.json.UnreadableJsonException.Fault;
import java.io.IOException;

/** From the bytes of a body, packed or not, to checked JSON. */
final class RequestBody {

    private RequestBody() {}

    /** Holds room for what it unpacks to, instead of for what came. */
    static JsonDocument read(byte[] body, InFlight.Share share) throws UnreadableBodyException {
        byte[] unpacked = Gzip.isPacked(body) ? unpack(body) : body;
        if (!share.resize(unpacked.length)) {
            throw new UnreadableBodyException(Refusal.OVERLOADED);
        }
        try {
            return JsonDocument.read(unpacked);
        } catch (UnreadableJsonException e) {
            String message = String.valueOf(e.getMessage());
            throw new UnreadableBodyException(
                    e.fault() == Fault.BAD_ENCODING ? Refusal.badEncoding(message) : Refusal.malformed(message));
        }
    }

    private static byte[] unpack(byte[] body) throws UnreadableBodyException {
        try {
            return Gzip.unpack(body, IngestSettings.BODY_BYTES_MAX);
        } catch (Gzip.TooLargeException e) {
            throw new UnreadableBodyException(Refusal.tooLarge(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new UnreadableBodyException(Refusal.badEncoding("the body cannot be unpacked: " + e.getMessage()));
        }
    }
}
