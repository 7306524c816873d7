package io.millrace.ingest;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** The event of a pixel's URL: {@code data} in base64, else every query parameter as a field of text. */
final class PixelBody {

    private PixelBody() {}

    /** JSON, or what is not yet known not to be. */
    static byte[] of(Fields query) {
        String data = query.getValue("data");
        if (data != null) {
            byte[] decoded = decode(data);
            if (decoded != null) {
                return decoded;
            }
        }
        StringBuilder json = new StringBuilder("{");
        for (Fields.Field field : query) {
            String value = field.getValue();
            if (value != null) {
                json.append(json.length() == 1 ? "\"" : ",\"")
                        .append(JsonStringEncoder.getInstance().quoteAsString(field.getName()))
                        .append("\":\"")
                        .append(JsonStringEncoder.getInstance().quoteAsString(value))
                        .append('"');
            }
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads both alphabets of base64, padded or not; a plus that the query turned into a space is one again. */
    private static byte @Nullable [] decode(String data) {
        String urlSafe = data.strip().replace(' ', '-').replace('+', '-').replace('/', '_');
        int end = urlSafe.length();
        while (end > 0 && urlSafe.charAt(end - 1) == '=') {
            end--;
        }
        try {
            return Base64.getUrlDecoder().decode(urlSafe.substring(0, end));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
