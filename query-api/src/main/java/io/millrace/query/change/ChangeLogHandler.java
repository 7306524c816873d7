package io.millrace.query.change;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.Timestamps;
import io.millrace.query.change.ChangeLog.Entry;
import io.millrace.query.change.ChangeLog.Place;
import io.millrace.query.change.ChangeLog.Range;
import io.millrace.query.contact.ContactStore;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.request.Faults;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Answers with pages of the log of changes. Called by many threads at once. */
public final class ChangeLogHandler {

    private static final List<String> PARAMETERS =
            List.of("contact", "from", "to", "order", "limit", "cursor", "format", "early");
    private static final int LIMIT_DEFAULT = 25;
    private static final int LIMIT_MAX = 1_000;
    private static final String CURSOR = "l1";

    private final ChangeLog log;
    private final ContactStore contacts;

    /** @param bounds the settings that bound each statement in time and memory */
    public ChangeLogHandler(ClickHouseClient client, Map<String, String> bounds, ContactStore contacts) {
        this.log = new ChangeLog(client, bounds);
        this.contacts = contacts;
    }

    /** @param segment empty for all of the workspace */
    public Reply answer(Call call, Optional<String> segment) {
        Faults faults = new Faults();
        call.knowOnly(PARAMETERS, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        Range range = new Range(
                instant(call, "from", faults),
                instant(call, "to", faults),
                oldestFirst(call, faults),
                after(call, faults),
                call.wholeParameter("limit", LIMIT_DEFAULT, 1, LIMIT_MAX, faults));
        faults.throwIfAny();
        List<Entry> read = log.read(ChangeQuery.filter(call, segment, contacts), range);
        boolean more = read.size() > range.limit();
        List<Entry> shown = more ? read.subList(0, range.limit()) : read;
        if (csv) {
            return Reply.csv(
                    ChangeJson.CSV_HEADER,
                    shown.stream()
                            .map(entry -> ChangeJson.cells(entry.change()))
                            .toList());
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode data = body.putArray("data");
        shown.forEach(entry -> data.add(ChangeJson.of(entry.change())));
        body.put("has_more", more);
        body.put("next_cursor", more ? cursor(shown.get(shown.size() - 1).place()) : null);
        return Reply.json(200, body);
    }

    private static boolean oldestFirst(Call call, Faults faults) {
        String order = call.parameter("order").orElse("desc");
        if (!order.equals("desc") && !order.equals("asc")) {
            faults.invalid("order", TextNode.valueOf(order), "desc (newest first) or asc");
        }
        return order.equals("asc");
    }

    /** The plus of an offset arrives as a space where a client did not encode it. */
    private static OptionalLong instant(Call call, String name, Faults faults) {
        Optional<String> text = call.parameter(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong millis = Timestamps.parse(text.get().replace(' ', '+'));
        if (millis.isEmpty()) {
            faults.invalid(name, TextNode.valueOf(text.get()), "an instant such as 2026-03-01T12:00:00Z");
        }
        return millis;
    }

    private static String cursor(Place place) {
        String text = String.join(
                " ",
                CURSOR,
                Long.toString(place.knownAt()),
                place.contact().toString(),
                place.version().toString(),
                place.segment());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Place> after(Call call, Faults faults) {
        Optional<String> cursor = call.parameter("cursor");
        Optional<Place> place = cursor.flatMap(ChangeLogHandler::place);
        if (cursor.isPresent() && place.isEmpty()) {
            faults.invalid("cursor", TextNode.valueOf(cursor.get()), "the next_cursor of the page before");
        }
        return place;
    }

    private static Optional<Place> place(String cursor) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", 5);
            return parts.length == 5 && parts[0].equals(CURSOR)
                    ? Optional.of(new Place(
                            Long.parseLong(parts[1]), new BigInteger(parts[2]), new BigInteger(parts[3]), parts[4]))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
