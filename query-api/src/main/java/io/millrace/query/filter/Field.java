package io.millrace.query.filter;

import java.util.Map;
import java.util.Optional;

/**
 * What a filter or a grouping looks at in an event.
 *
 * @param path the dotted path within the source, of {@code utm} the parameter's name
 */
public record Field(Source source, String path) {

    /** Where in an event a field stands. */
    public enum Source {
        PROPERTIES,
        CONTEXT,
        UTM
    }

    public static final String EXPECTED =
            "properties.<path>, context.<path> or utm.source, utm.medium, utm.campaign, utm.term, utm.content";

    private static final Map<String, Source> PREFIXES =
            Map.of("properties.", Source.PROPERTIES, "context.", Source.CONTEXT);
    private static final Map<String, String> UTM = Map.of(
            "utm.source", "source",
            "utm.medium", "medium",
            "utm.campaign", "campaign",
            "utm.term", "term",
            "utm.content", "content");

    public Field {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("a field needs a path");
        }
    }

    public static Optional<Field> parse(String text) {
        if (UTM.containsKey(text)) {
            return Optional.of(new Field(Source.UTM, UTM.get(text)));
        }
        for (Map.Entry<String, Source> prefix : PREFIXES.entrySet()) {
            if (text.startsWith(prefix.getKey())
                    && text.length() > prefix.getKey().length()) {
                return Optional.of(new Field(
                        prefix.getValue(), text.substring(prefix.getKey().length())));
            }
        }
        return Optional.empty();
    }

    /** Whether the text names something documented that queries cannot look at yet. */
    public static boolean isPlanned(String text) {
        return text.startsWith("traits.") || text.equals("segments");
    }
}
