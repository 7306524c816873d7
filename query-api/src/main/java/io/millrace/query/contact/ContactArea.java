package io.millrace.query.contact;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.http.Route;
import io.millrace.query.write.ContactWrites;
import io.millrace.streams.definition.Definitions;
import java.util.List;
import java.util.Map;

/** Everything about contacts over HTTP, put together. */
public final class ContactArea {

    private final List<Route> routes;

    /**
     * @param client is not closed here
     * @param bounds the settings that bound each statement in time and memory
     * @param writes is not closed here
     */
    public ContactArea(
            Definitions definitions, ClickHouseClient client, Map<String, String> bounds, ContactWrites writes) {
        ContactReads reads = new ContactReads(client, bounds);
        ContactChanges changes = new ContactChanges(client, bounds, writes);
        this.routes = ContactRoutes.all(new ContactRoutes.Handlers(
                new ContactListHandler(definitions, client, bounds),
                changes::create,
                reads::profile,
                changes::update,
                changes::delete,
                changes::merge,
                reads::events,
                new ContactSegmentsHandler(definitions, client, bounds)));
    }

    public List<Route> routes() {
        return routes;
    }
}
