package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.Timestamps;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.list.Envelope;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.streams.definition.Definitions;
import java.util.List;
import java.util.Map;

/** Lists the segments in which a contact is now, hand-kept and by rules, in the order of their ids. */
public final class ContactSegmentsHandler implements RouteHandler {

    private static final List<String> CSV_HEADER = List.of("id", "name", "type", "since");

    private final ContactStore contacts;
    private final SegmentNames names;
    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    public ContactSegmentsHandler(Definitions definitions, ClickHouseClient client, Map<String, String> bounds) {
        this.contacts = new ContactStore(client, bounds);
        this.names = new SegmentNames(definitions);
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    @Override
    public Reply answer(Call call) {
        String workspace = call.ownWorkspace().id();
        Faults faults = new Faults();
        call.knowOnly(List.of("limit", "cursor", "format"), faults);
        TextPage page = TextPage.of(call, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        faults.throwIfAny();
        ContactRow contact = contacts.named(workspace, call.inPath(ContactReads.ID));
        List<Membership> memberships =
                page.cut(Membership.of(workspace, contact.id(), client, bounds), Membership::segment);
        if (csv) {
            return Reply.csv(
                    CSV_HEADER,
                    memberships.stream()
                            .limit(page.limit())
                            .map(membership -> cells(json(workspace, membership)))
                            .toList());
        }
        return Envelope.of(
                memberships,
                page.page(),
                membership -> TextPage.cursor(membership.segment()),
                membership -> Json.text(json(workspace, membership)));
    }

    private ObjectNode json(String workspace, Membership membership) {
        JsonNode definition = names.of(workspace, membership.segment()).orElseGet(Json.MAPPER::createObjectNode);
        ObjectNode json = Json.MAPPER.createObjectNode().put("id", membership.segment());
        json.put("name", definition.path("name").textValue());
        json.put("type", definition.path("type").textValue());
        return json.put("since", Timestamps.format(membership.since().toEpochMilli()));
    }

    private static List<String> cells(ObjectNode row) {
        return CSV_HEADER.stream().map(name -> row.path(name).asText("")).toList();
    }
}
