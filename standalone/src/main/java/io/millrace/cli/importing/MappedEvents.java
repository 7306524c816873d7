package io.millrace.cli.importing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows whose fields become an event as the options of the command say. */
final class MappedEvents implements EventWriter {

    /**
     * Where each part of the event comes from; a part that is null is left out.
     *
     * @param properties what goes into properties
     * @param traits what goes into traits, for calls other than identify and group into the context's
     * @param takesOthers whether the columns not named anywhere go in too
     */
    record Plan(
            Part type,
            @Nullable Part event,
            @Nullable String userId,
            @Nullable String anonymousId,
            @Nullable String groupId,
            @Nullable String previousId,
            @Nullable String timestamp,
            List<ColumnMapping> properties,
            List<ColumnMapping> traits,
            boolean takesOthers,
            Set<String> usedColumns) {
        Plan {
            properties = List.copyOf(properties);
            traits = List.copyOf(traits);
            usedColumns = Set.copyOf(usedColumns);
        }
    }

    /** A constant, or a column's value. */
    record Part(@Nullable String constant, @Nullable String column) {
        @Nullable
        String of(Reading.Row row) {
            return column == null ? constant : row.text(column);
        }
    }

    private final Plan plan;
    private final MessageIds ids;
    private final TimestampReader timestamps;

    MappedEvents(Plan plan, MessageIds ids, TimestampReader timestamps) {
        this.plan = plan;
        this.ids = ids;
        this.timestamps = timestamps;
    }

    @Override
    public byte[] event(Reading.Row row) throws UnfitValueException {
        StringBuilder json = new StringBuilder(256);
        String type = plan.type().of(row);
        text(json, "messageId", ids.of(row));
        text(json, "type", type);
        boolean named = "page".equals(type) || "screen".equals(type);
        text(
                json,
                named ? "name" : "event",
                plan.event() == null ? null : plan.event().of(row));
        text(json, "userId", column(row, plan.userId()));
        text(json, "anonymousId", column(row, plan.anonymousId()));
        text(json, "groupId", column(row, plan.groupId()));
        text(json, "previousId", column(row, plan.previousId()));
        String timestamp = column(row, plan.timestamp());
        if (timestamp != null && plan.timestamp() != null) {
            raw(json, "timestamp", timestamps.json(plan.timestamp(), timestamp));
        }
        boolean aboutTraits = "identify".equals(type) || "group".equals(type);
        String properties = object(row, plan.properties(), plan.takesOthers() && !aboutTraits);
        if (properties.length() > 2) {
            raw(json, "properties", properties);
        }
        String traits = object(row, plan.traits(), plan.takesOthers() && aboutTraits);
        if (traits.length() > 2) {
            raw(json, aboutTraits ? "traits" : "context", aboutTraits ? traits : "{\"traits\":" + traits + "}");
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private String object(Reading.Row row, List<ColumnMapping> mappings, boolean andOthers) throws UnfitValueException {
        StringBuilder json = new StringBuilder(128);
        for (ColumnMapping mapping : mappings) {
            raw(json, mapping.name(), row.json(mapping.column(), mapping.kind()));
        }
        if (andOthers) {
            for (String name : row.names()) {
                if (!plan.usedColumns().contains(name)) {
                    raw(json, name, row.json(name, ValueKind.AUTO));
                }
            }
        }
        return json.length() == 0 ? "{}" : json.append('}').toString();
    }

    private static @Nullable String column(Reading.Row row, @Nullable String column) {
        return column == null ? null : row.text(column);
    }

    private static void text(StringBuilder json, String name, @Nullable String value) {
        raw(json, name, value == null ? null : ValueKind.quoted(value));
    }

    private static void raw(StringBuilder json, String name, @Nullable String value) {
        if (value != null) {
            json.append(json.length() == 0 ? '{' : ',')
                    .append(ValueKind.quoted(name))
                    .append(':')
                    .append(value);
        }
    }
}
