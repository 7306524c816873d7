package io.millrace.query.filter;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a filter or a grouping looks at: something in the event itself, or its contact as that stands now.
 *
 * @param path the dotted path within the source, of {@code utm} the parameter's name; empty of {@code segments}
 */
public record Field(Source source, String path) {

    /** Where a field stands. */
    public enum Source {
        PROPERTIES,
        CONTEXT,
        UTM,
        TRAITS,
        SEGMENTS
    }

    public static final String EXPECTED = "properties.<path>, context.<path>, traits.<path>, segments or utm.source,"
            + " utm.medium, utm.campaign, utm.term, utm.content";

    private static final Map<String, Source> PREFIXES =
            Map.of("properties.", Source.PROPERTIES, "context.", Source.CONTEXT, "traits.", Source.TRAITS);
    private static final List<String> UTM = List.of("source", "medium", "campaign", "term", "content");
    private static final String UTM_PREFIX = "utm.";
    private static final String SEGMENTS = "segments";

    public Field {
        if (path.isEmpty() != (source == Source.SEGMENTS)) {
            throw new IllegalArgumentException("a field needs a path, and segments have none");
        }
    }

    public static Optional<Field> parse(String text) {
        if (text.equals(SEGMENTS)) {
            return Optional.of(new Field(Source.SEGMENTS, ""));
        }
        if (text.startsWith(UTM_PREFIX)) {
            String name = text.substring(UTM_PREFIX.length());
            return UTM.contains(name) ? Optional.of(new Field(Source.UTM, name)) : Optional.empty();
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

    /** Whether it is the contact's, and not the event's own. */
    public boolean isOfContact() {
        return source == Source.TRAITS || source == Source.SEGMENTS;
    }
}
