package io.millrace.query.contact;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.event.Timestamps;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.http.Call;
import io.millrace.query.list.Page;
import io.millrace.query.request.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which contacts are asked for. Contacts are listed in the order of their ids, which never change: whatever is written
 * between two pages, no contact that stays is left out or comes twice.
 *
 * @param createdAfter epoch milliseconds, itself left out
 * @param createdBefore epoch milliseconds, itself left out
 * @param known true for contacts with an external id, false for those without
 */
record ContactListQuery(
        Optional<String> segment,
        Optional<String> tag,
        OptionalLong createdAfter,
        OptionalLong createdBefore,
        Optional<Boolean> known,
        Optional<String> email,
        Optional<String> externalId,
        Page page) {

    static final String CURSOR = "c1";
    static final List<String> PARAMETERS = List.of(
            "segment_id",
            "tag",
            "created_after",
            "created_before",
            "known",
            "email",
            "external_id",
            "limit",
            "cursor",
            "format");

    private static final Map<String, Boolean> FLAGS = Map.of("true", true, "false", false);

    static ContactListQuery of(Call call, Faults faults) {
        Page page = Page.of(call, CURSOR, 2, faults);
        // The first number is the first 16 bits of an id.
        if (page.after()
                .filter(place -> place.get(0) < 0 || place.get(0) > 0xffff)
                .isPresent()) {
            faults.invalid(
                    "cursor",
                    TextNode.valueOf(call.parameter("cursor").orElse("")),
                    "the next_cursor of the page before");
        }
        return new ContactListQuery(
                call.parameter("segment_id"),
                call.parameter("tag"),
                instant(call, "created_after", faults),
                instant(call, "created_before", faults),
                flag(call, faults),
                call.parameter("email"),
                call.parameter("external_id"),
                page);
    }

    /** What must hold for a row of table {@code contacts}; for a contact it is the latest row that decides. */
    List<String> conditions(SqlValues values) {
        List<String> conditions = new ArrayList<>();
        tag.ifPresent(wanted -> conditions.add("has(tags, " + values.text(wanted) + ")"));
        createdAfter.ifPresent(millis -> conditions.add("created_at > " + at(millis, values)));
        createdBefore.ifPresent(millis -> conditions.add("created_at < " + at(millis, values)));
        known.ifPresent(wanted -> conditions.add(wanted ? "external_id != ''" : "external_id = ''"));
        email.ifPresent(wanted -> conditions.add("email = " + values.text(wanted)));
        externalId.ifPresent(wanted -> conditions.add("external_id = " + values.text(wanted)));
        return conditions;
    }

    private static String at(long millis, SqlValues values) {
        return "fromUnixTimestamp64Milli(" + values.whole(millis) + ")";
    }

    /** A date, a time or an instant; without an offset UTC is meant. The plus of an offset may arrive as a space. */
    private static OptionalLong instant(Call call, String name, Faults faults) {
        Optional<String> text = call.parameter(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong millis = Timestamps.parse(text.get().replace(' ', '+'));
        if (millis.isEmpty()) {
            faults.invalid(name, TextNode.valueOf(text.get()), "a date or time such as 2026-03-01T12:00:00Z");
        }
        return millis;
    }

    private static Optional<Boolean> flag(Call call, Faults faults) {
        Optional<String> text = call.parameter("known");
        Optional<Boolean> flag = text.map(FLAGS::get);
        if (text.isPresent() && flag.isEmpty()) {
            faults.invalid("known", TextNode.valueOf(text.get()), "true or false");
        }
        return flag;
    }
}
