package io.millrace.query.list;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.filter.EventRows;
import io.millrace.query.filter.FilterSql;
import io.millrace.query.filter.Selector;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.identity.ContactRows;
import io.millrace.query.identity.Identities;
import io.millrace.query.identity.IdentityStore;
import io.millrace.query.request.Faults;
import io.millrace.query.time.TimeRange;
import io.millrace.query.time.TimeRangeParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists every stored event of a workspace, newest first, as it was stored. */
public final class EventsHandler implements RouteHandler {

    private static final List<String> PARAMETERS =
            List.of("event", "contact_id", "from", "to", "limit", "cursor", "format");

    private final EventPages pages;
    private final IdentityStore identities;
    private final ContactRows contacts;

    /** @param bounds the settings that bound each statement in time and memory */
    public EventsHandler(ClickHouseClient client, Map<String, String> bounds) {
        this.pages = new EventPages(client, bounds);
        this.identities = new IdentityStore(client, bounds);
        this.contacts = new ContactRows(client, bounds);
    }

    @Override
    public Reply answer(Call call) {
        Faults faults = new Faults();
        call.knowOnly(PARAMETERS, faults);
        Page page = EventPages.page(call, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        Optional<TimeRange> range = range(call, faults);
        faults.throwIfAny();
        SqlValues values = new SqlValues();
        String workspace = call.ownWorkspace().id();
        // Only a question about one contact needs to know whose the events are.
        Identities known = call.parameter("contact_id").isPresent() ? identities.of(workspace) : Identities.NONE;
        return pages.of(known.from("events", workspace, values))
                .reply(conditions(call, range, known, values), values, page, csv);
    }

    private static Optional<TimeRange> range(Call call, Faults faults) {
        // The plus of an offset arrives as a space where a client did not encode it.
        Optional<String> from = call.parameter("from").map(text -> text.replace(' ', '+'));
        Optional<String> to = call.parameter("to").map(text -> text.replace(' ', '+'));
        if (from.isEmpty() && to.isEmpty()) {
            return Optional.empty();
        }
        TimeRangeParser parser = new TimeRangeParser(call.ownWorkspace().timezone(), call.at());
        // One end alone leaves the other open.
        return parser.parse(
                Optional.of(from.orElse("1970-01-01T00:00:00Z")),
                Optional.of(to.orElse("2299-01-01T00:00:00Z")),
                faults);
    }

    private List<String> conditions(Call call, Optional<TimeRange> range, Identities known, SqlValues values) {
        String workspace = call.ownWorkspace().id();
        List<String> conditions = new ArrayList<>();
        conditions.add(range.map(stretch -> EventRows.within(workspace, stretch, values))
                .orElseGet(() -> "workspace = " + values.text(workspace)));
        call.parameter("event")
                .ifPresent(event -> conditions.add(new FilterSql(values, call.at()).matches(Selector.named(event))));
        call.parameter("contact_id")
                .ifPresent(contact -> conditions.add(
                        ContactRows.condition(contacts.named(workspace, contact, known), workspace, known, values)));
        return conditions;
    }
}
