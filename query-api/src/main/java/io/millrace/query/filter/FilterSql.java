package io.millrace.query.filter;

import io.millrace.core.event.ReservedNames;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Turns fields, filters and selectors into conditions on table {@code events}. A condition is never null; what is absent
 * is the empty text.
 */
public final class FilterSql {

    private static final String ISO_DATE =
            "'^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?$'";

    private final SqlValues values;
    private final Instant now;

    /** @param now what {@code within_last} and its like are measured from */
    public FilterSql(SqlValues values, Instant now) {
        this.values = values;
        this.now = now;
    }

    /** The field's text, empty where absent. */
    public String text(Field field) {
        return switch (field.source()) {
            case PROPERTIES -> "properties[" + values.text(field.path()) + "]";
            case CONTEXT -> "context[" + values.text(field.path()) + "]";
            case UTM -> utm(field.path());
        };
    }

    /** The field's value as a decimal, good enough to be put into a bin; null where it is no number. */
    public String decimal(Field field) {
        return NumberSql.rounded(text(field));
    }

    /** Whether an event is meant by a selector. */
    public String matches(Selector selector) {
        return all(named(selector), selector.filters());
    }

    /** Whether an event has the selector's name, whatever the filters say. */
    public String named(Selector selector) {
        if (selector.isAny()) {
            return "(type IN ('track', 'page', 'screen') AND NOT has(" + values.texts(ReservedNames.all())
                    + ", event))";
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

    private String all(String condition, List<Leaf> filters) {
        return filters.isEmpty() ? condition : "(" + condition + " AND " + holds(filters) + ")";
    }

    private String condition(Leaf leaf) {
        String text = text(leaf.field());
        return switch (leaf.operator()) {
            case EQ -> equal(text, leaf.values().get(0));
            case NEQ -> "NOT " + equal(text, leaf.values().get(0));
            case GT -> ordered(text, ">", leaf.values().get(0));
            case GTE -> ordered(text, ">=", leaf.values().get(0));
            case LT -> ordered(text, "<", leaf.values().get(0));
            case LTE -> ordered(text, "<=", leaf.values().get(0));
            case CONTAINS -> contains(text, leaf.values().get(0));
            case NOT_CONTAINS -> "NOT " + contains(text, leaf.values().get(0));
            case IN -> in(text, leaf.values());
            case NOT_IN -> "NOT " + in(text, leaf.values());
            case EXISTS -> exists(leaf.field(), text);
            case NOT_EXISTS -> "NOT " + exists(leaf.field(), text);
            case WITHIN_LAST -> within(text, now.minus(leaf.duration()), now);
            case WITHIN_NEXT -> within(text, now, now.plus(leaf.duration()));
            case OLDER_THAN ->
                "ifNull(" + dateMillis(text) + " <= "
                        + values.whole(now.minus(leaf.duration()).toEpochMilli()) + ", false)";
        };
    }

    private String equal(String text, Value value) {
        Optional<BigDecimal> number = value.number();
        String same = "(" + text + " != '' AND " + text + " = " + values.text(value.text());
        return number.isEmpty() ? same + ")" : same + " OR " + NumberSql.compare(text, "=", number.get(), values) + ")";
    }

    private String in(String text, List<Value> listed) {
        List<String> parts = new ArrayList<>();
        List<String> texts = listed.stream().map(Value::text).toList();
        parts.add("(" + text + " != '' AND has(" + values.texts(texts) + ", " + text + "))");
        for (Value value : listed) {
            value.number().ifPresent(number -> parts.add(NumberSql.compare(text, "=", number, values)));
        }
        return "(" + String.join(" OR ", parts) + ")";
    }

    /** Numbers compare with numbers and dates with dates; anything else is false. */
    private String ordered(String text, String comparison, Value value) {
        Optional<BigDecimal> number = value.number();
        if (number.isPresent()) {
            return NumberSql.compare(text, comparison, number.get(), values);
        }
        OptionalLong date = value.dateMillis();
        return date.isEmpty()
                ? "false"
                : "ifNull(" + isoMillis(text) + " " + comparison + " " + values.whole(date.getAsLong()) + ", false)";
    }

    /** Texts ignoring case; the elements of a list, kept as JSON text, exactly. */
    private String contains(String text, Value value) {
        String wanted = values.text(value.text());
        String isList = "(startsWith(" + text + ", '[') AND isValidJSON(" + text + "))";
        String element = "if(startsWith(e, '\"'), JSONExtractString(e), e)";
        return "if(" + isList + ", arrayExists(e -> " + element + " = " + wanted + ", JSONExtractArrayRaw(" + text
                + ")), " + text + " != '' AND position(lowerUTF8(" + text + "), lowerUTF8(" + wanted + ")) > 0)";
    }

    /** A value of its own, or, of an object, any value within it. */
    private String exists(Field field, String text) {
        String own = text + " != ''";
        if (field.source() == Field.Source.UTM) {
            return "(" + own + ")";
        }
        String column = field.source() == Field.Source.PROPERTIES ? "properties" : "context";
        return "(" + own + " OR arrayExists((k, v) -> startsWith(k, " + values.text(field.path() + ".")
                + ") AND v != '', mapKeys(" + column + "), mapValues(" + column + ")))";
    }

    /** After the start, up to and including the end. */
    private String within(String text, Instant start, Instant end) {
        String date = dateMillis(text);
        return "ifNull(" + date + " > " + values.whole(start.toEpochMilli()) + " AND " + date + " <= "
                + values.whole(end.toEpochMilli()) + ", false)";
    }

    /** A date as ISO text, epoch seconds or, from 10¹² on, milliseconds. */
    private static String dateMillis(String text) {
        String number = NumberSql.floating(text);
        return "if(" + NumberSql.isNumber(text) + ", toInt64OrNull(toString(floor(if(abs(" + number + ") < 1e12, "
                + number + " * 1000, " + number + ")))), " + isoMillis(text) + ")";
    }

    private static String isoMillis(String text) {
        return "if(match(" + text + ", " + ISO_DATE + "), toUnixTimestamp64Milli(parseDateTime64BestEffortOrNull("
                + text + ", 3, 'UTC')), NULL)";
    }

    /** From the campaign in the context, else from the query string of the page. */
    private String utm(String name) {
        String campaign = "context[" + values.text("campaign." + (name.equals("campaign") ? "name" : name)) + "]";
        String parameter = values.text("utm_" + name);
        String search = fromQuery("concat('http://page/', context['page.search'])", parameter);
        String url = fromQuery("context['page.url']", parameter);
        return "multiIf(" + campaign + " != '', " + campaign + ", " + search + " != '', " + search + ", " + url + ")";
    }

    private static String fromQuery(String url, String parameter) {
        return "decodeURLFormComponent(extractURLParameter(" + url + ", " + parameter + "))";
    }
}
