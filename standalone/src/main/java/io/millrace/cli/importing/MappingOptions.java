package io.millrace.cli.importing;

import io.millrace.cli.client.OptionFailure;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which event a row becomes. */
final class MappingOptions {

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "track, identify, page, screen, group or alias (track).")
    @Nullable
    String type;

    @Option(names = "--type-column", paramLabel = "COLUMN", description = "The column that holds the type.")
    @Nullable
    String typeColumn;

    @Option(names = "--event", paramLabel = "NAME", description = "The name of every event (or page or screen).")
    @Nullable
    String event;

    @Option(names = "--event-column", paramLabel = "COLUMN", description = "The column that holds the event's name.")
    @Nullable
    String eventColumn;

    @Option(names = "--user-id", paramLabel = "COLUMN", description = "The column that holds the user id.")
    @Nullable
    String userId;

    @Option(names = "--anonymous-id", paramLabel = "COLUMN", description = "The column that holds the anonymous id.")
    @Nullable
    String anonymousId;

    @Option(names = "--group-id", paramLabel = "COLUMN", description = "For group: the column of the group's id.")
    @Nullable
    String groupId;

    @Option(names = "--previous-id", paramLabel = "COLUMN", description = "For alias: the column of the former id.")
    @Nullable
    String previousId;

    @Option(
            names = "--timestamp",
            paramLabel = "COLUMN",
            description = "The column that holds the time: ISO 8601, a date, epoch seconds or milliseconds.")
    @Nullable
    String timestamp;

    @Option(
            names = "--timestamp-format",
            paramLabel = "PATTERN",
            description = "How times are written otherwise, say \"dd.MM.yyyy HH:mm\" (Java's DateTimeFormatter).")
    @Nullable
    String timestampFormat;

    @Option(
            names = "--timezone",
            paramLabel = "ZONE",
            description = "The zone of times without an offset, say Europe/Berlin (UTC).")
    @Nullable
    String timezone;

    @Option(
            names = "--message-id",
            paramLabel = "COLUMN",
            description = "The column that holds an id of the event; a second row with the same id is a duplicate.")
    @Nullable
    String messageId;

    @Option(
            names = "--message-id-prefix",
            paramLabel = "PREFIX",
            description = "Makes message ids of this and the row's number. By default they consist of the file's name,"
                    + " the row's number and a digest of the row: importing the same file again adds nothing, and"
                    + " equal rows are events of their own.")
    @Nullable
    String messageIdPrefix;

    @Option(
            names = "--property",
            paramLabel = "[NAME=]COLUMN[:KIND]",
            split = ",",
            description = "Columns that become properties; KIND is auto, number, text, boolean or json. By default all"
                    + " columns not used otherwise (for identify and group they become traits).")
    List<String> properties = List.of();

    @Option(
            names = "--trait",
            paramLabel = "[NAME=]COLUMN[:KIND]",
            split = ",",
            description = "Columns that become traits of the contact.")
    List<String> traits = List.of();

    /** Whether anything says how to make events; a row of NDJSON is an event itself if not. */
    boolean given() {
        return Stream.of(typeColumn, event, eventColumn, userId, anonymousId, groupId, previousId, timestamp)
                        .anyMatch(option -> option != null)
                || !properties.isEmpty()
                || !traits.isEmpty();
    }

    EventWriter verbatim(String fileName) {
        return new VerbatimEvents(ids(fileName), type == null ? "track" : type);
    }

    /** @param columns the file's columns, null if each row has its own */
    EventWriter mapped(String fileName, @Nullable Set<String> columns) {
        if (userId == null && anonymousId == null) {
            throw new OptionFailure("Events need a person: give --user-id or --anonymous-id.");
        }
        boolean needsName = typeColumn == null && (type == null || type.equals("track"));
        if (needsName && event == null && eventColumn == null) {
            throw new OptionFailure("A track event needs a name: give --event or --event-column.");
        }
        MappedEvents.Plan plan = plan();
        if (columns != null) {
            for (String column : plan.usedColumns()) {
                if (!columns.contains(column)) {
                    throw new OptionFailure("There is no column \"" + column + "\"; the file has "
                            + columns.stream().collect(Collectors.joining("\", \"", "\"", "\"")) + ".");
                }
            }
        }
        return new MappedEvents(plan, ids(fileName), timestamps());
    }

    private MappedEvents.Plan plan() {
        List<ColumnMapping> propertyColumns = columns("--property", properties);
        List<ColumnMapping> traitColumns = columns("--trait", traits);
        Set<String> used = new LinkedHashSet<>();
        Stream.of(typeColumn, eventColumn, userId, anonymousId, groupId, previousId, timestamp, messageId)
                .filter(column -> column != null)
                .forEach(used::add);
        propertyColumns.forEach(column -> used.add(column.column()));
        traitColumns.forEach(column -> used.add(column.column()));
        boolean aboutTraits = "identify".equals(type) || "group".equals(type);
        return new MappedEvents.Plan(
                new MappedEvents.Part(type == null ? "track" : type, typeColumn),
                new MappedEvents.Part(event, eventColumn),
                userId,
                anonymousId,
                groupId,
                previousId,
                timestamp,
                propertyColumns,
                traitColumns,
                aboutTraits ? traits.isEmpty() : properties.isEmpty(),
                used);
    }

    private MessageIds ids(String fileName) {
        String kind = type + "\n" + typeColumn + "\n" + event + "\n" + eventColumn;
        MessageIds byRow =
                messageIdPrefix == null ? MessageIds.ofContent(fileName, kind) : MessageIds.numbered(messageIdPrefix);
        return messageId == null ? byRow : MessageIds.inColumn(messageId, byRow);
    }

    private TimestampReader timestamps() {
        try {
            DateTimeFormatter format =
                    timestampFormat == null ? null : DateTimeFormatter.ofPattern(timestampFormat, Locale.ENGLISH);
            ZoneId zone = timezone == null ? null : ZoneId.of(timezone);
            String expected = timestampFormat == null ? "a time" : "a time such as " + timestampFormat;
            return new TimestampReader(format, zone, expected);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new OptionFailure("--timestamp-format or --timezone cannot be used: " + e.getMessage(), e);
        }
    }

    private static List<ColumnMapping> columns(String option, List<String> texts) {
        try {
            return ColumnMapping.parseAll(texts);
        } catch (IllegalArgumentException e) {
            throw new OptionFailure(option + ": found \"" + String.join(",", texts) + "\", " + e.getMessage(), e);
        }
    }

    /** What of these options decides which events the rows become. */
    String identity() {
        List<String> parts = new ArrayList<>();
        Stream.of(type, typeColumn, event, eventColumn, userId, anonymousId, groupId, previousId, timestamp)
                .forEach(part -> parts.add(String.valueOf(part)));
        Stream.of(timestampFormat, timezone, messageId, messageIdPrefix)
                .forEach(part -> parts.add(String.valueOf(part)));
        return String.join("\n", parts) + "\n" + properties + "\n" + traits;
    }
}
