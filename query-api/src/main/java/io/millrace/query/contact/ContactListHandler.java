package io.millrace.query.contact;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.list.Envelope;
import io.millrace.query.list.Page;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.Problem;
import io.millrace.streams.definition.Definitions;
import java.util.List;
import java.util.Map;

/** Lists contacts by segment, tag, times of creation, address or external id. */
public final class ContactListHandler implements RouteHandler {

    private final SegmentNames segments;
    private final ContactPages pages;

    /** @param bounds the settings that bound each statement in time and memory */
    public ContactListHandler(Definitions definitions, ClickHouseClient client, Map<String, String> bounds) {
        this.segments = new SegmentNames(definitions);
        this.pages = new ContactPages(client, bounds);
    }

    @Override
    public Reply answer(Call call) {
        Faults faults = new Faults();
        call.knowOnly(ContactListQuery.PARAMETERS, faults);
        ContactListQuery query = ContactListQuery.of(call, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        faults.throwIfAny();
        query.segment()
                .filter(segment ->
                        segments.of(call.ownWorkspace().id(), segment).isEmpty())
                .ifPresent(unknown -> {
                    throw Problem.notFound("Segment").exception();
                });
        List<ContactRow> rows = pages.read(call.ownWorkspace().id(), query);
        if (csv) {
            return Reply.csv(
                    ContactJson.CSV_HEADER,
                    rows.stream()
                            .limit(query.page().limit())
                            .map(ContactJson::cells)
                            .toList());
        }
        return Envelope.of(rows, query.page(), ContactListHandler::cursor, row -> Json.text(ContactJson.brief(row)));
    }

    private static String cursor(ContactRow row) {
        return Page.cursor(
                ContactListQuery.CURSOR,
                List.of((long) row.id().high16(), row.id().low64()));
    }
}
