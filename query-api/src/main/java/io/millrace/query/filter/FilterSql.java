package io.millrace.query.filter;

import io.millrace.core.event.ReservedNames;
import io.millrace.query.identity.Identities;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns fields, filters and selectors into expressions on rows of table {@code events}. A condition is never null; what
 * is absent is the empty text.
 */
public final class FilterSql {

    private final SqlValues values;
    private final Instant now;
    private final @Nullable ContactFields contacts;

    /**
     * For statements that read table {@code events} by itself, and so know nothing of contacts.
     *
     * @param now what {@code within_last} and its like are measured from
     */
    public FilterSql(SqlValues values, Instant now) {
        this.values = values;
        this.now = now;
        this.contacts = null;
    }

    private FilterSql(SqlValues values, Instant now, ContactFields contacts) {
        this.values = values;
        this.now = now;
        this.contacts = contacts;
    }

    /**
     * For statements that read {@link #from}.
     *
     * @param identities whose the events are
     * @param shown the fields whose texts are asked for; fields that are only filtered by need not be among them
     */
    public static FilterSql of(
            SqlValues values, Instant now, String workspace, Identities identities, List<Field> shown) {
        return new FilterSql(values, now, new ContactFields(workspace, identities, shown, values, now.toEpochMilli()));
    }

    /**
     * For a FROM clause: the table (or subquery in parentheses) with what {@link #contact} and the shown fields need beside
     * its columns, which keep their names.
     */
    public String from(String table) {
        return contacts().from(table);
    }

    /** The contact of a row of {@link #from}, as its 80 bits. */
    public String contact() {
        return contacts().contact();
    }

    /** The field's text, empty where absent; a list's JSON text. */
    public String text(Field field) {
        return switch (field.source()) {
            case PROPERTIES -> "properties[" + values.text(field.path()) + "]";
            case CONTEXT -> "context[" + values.text(field.path()) + "]";
            case UTM -> utm(field.path());
            case TRAITS, SEGMENTS -> contacts().text(field);
        };
    }

    /** Whether an event has the field. */
    public String present(Field field) {
        return field.source() == Field.Source.UTM ? campaign(field.path()) + " != ''" : text(field) + " != ''";
    }

    /** The field's value as a decimal, good enough to be put into a bin; null where it is no number. */
    public String decimal(Field field) {
        return NumberSql.rounded(text(field));
    }

    /** The field's value in double precision; null where it is no number. */
    public String floating(Field field) {
        return NumberSql.floating(text(field));
    }

    /** Whether an event is meant by a selector. */
    public String matches(Selector selector) {
        String named = named(selector);
        return selector.filters().isEmpty() ? named : "(" + named + " AND " + holds(selector.filters()) + ")";
    }

    /** Whether an event has the selector's name, whatever the filters say. */
    public String named(Selector selector) {
        if (selector.isAny()) {
            // NOT IN looks at each name of a block once, NOT has at each row.
            return "(type IN ('track', 'page', 'screen') AND event NOT IN " + values.texts(ReservedNames.all()) + ")";
        }
        if (selector.isPrefix()) {
            return "(type = 'track' AND startsWith(event, " + values.text(selector.prefix()) + "))";
        }
        return "event = " + values.text(selector.text());
    }

    /** Whether all filters hold. */
    public String holds(List<Leaf> filters) {
        return filters.isEmpty()
                ? "true"
                : filters.stream().map(this::condition).collect(Collectors.joining(" AND ", "(", ")"));
    }

    private String condition(Leaf leaf) {
        Field field = leaf.field();
        if (field.isOfContact()) {
            return contacts().condition(leaf);
        }
        Cell cell =
                switch (field.source()) {
                    case PROPERTIES -> Cell.property(field.path(), values);
                    case CONTEXT -> Cell.context(field.path(), values);
                    default -> Cell.text(text(field));
                };
        return ValueSql.holds(leaf.test(), cell, values, now.toEpochMilli());
    }

    private ContactFields contacts() {
        if (contacts == null) {
            throw new IllegalStateException("the statement was not told whose the events are");
        }
        return contacts;
    }

    private static String utm(String name) {
        return "CAST(" + campaign(name) + ", 'String')";
    }

    /** From the campaign in the context, else from the query string of the page; the table knows how. */
    private static String campaign(String name) {
        return "campaign_" + (name.equals("campaign") ? "name" : name);
    }
}
