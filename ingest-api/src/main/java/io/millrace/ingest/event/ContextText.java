package io.millrace.ingest.event;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.millrace.ingest.json.ByteText;
import io.millrace.ingest.json.JsonField;
import io.millrace.ingest.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event's context as it is stored: its own fields, those of its batch, and for events that come straight from a device
 * the address and user agent of the request where the client gave none. {@code millrace} is the server's.
 */
final class ContextText {

    private static final Set<String> CLIENT_CHANNELS = Set.of("web", "mobile");

    private final Map<String, JsonField> fields;

    ContextText(Map<String, JsonField> own, Map<String, JsonField> shared) {
        Map<String, JsonField> merged = ObjectText.merge(own, shared);
        if (merged.containsKey("millrace")) {
            merged = new LinkedHashMap<>(merged);
            merged.remove("millrace");
        }
        this.fields = merged;
    }

    /** The traits inside the context, if they are an object. */
    @Nullable
    JsonValue traits() {
        JsonField traits = fields.get("traits");
        return traits == null || !traits.value().isObject() ? null : traits.value();
    }

    /** Writes {@code {…}} with no space behind the brace. */
    void writeTo(ByteText text, Sender sender, @Nullable JsonValue channel) {
        if (!clientSide(sender, channel)) {
            ObjectText.write(text, fields);
            return;
        }
        text.ascii("{");
        String separator = "";
        for (JsonField field : fields.values()) {
            text.ascii(separator);
            field.writeTo(text);
            separator = ",";
        }
        separator = fill(text, separator, "ip", sender.ip());
        fill(text, separator, "userAgent", sender.userAgent());
        text.ascii("}");
    }

    private boolean clientSide(Sender sender, @Nullable JsonValue channel) {
        JsonField direct = fields.get("direct");
        return sender.clientSide()
                || direct != null && direct.value().isTrue()
                || channel != null && channel.isString() && CLIENT_CHANNELS.contains(channel.text());
    }

    private String fill(ByteText text, String separator, String name, String value) {
        if (value.isEmpty() || fields.containsKey(name)) {
            return separator;
        }
        byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(value);
        text.ascii(separator).ascii("\"" + name + "\":\"");
        text.raw(quoted, 0, quoted.length).ascii("\"");
        return ",";
    }
}
