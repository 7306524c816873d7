package io.millrace.query.contact;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.list.EventPages;
import io.millrace.query.list.Page;
import io.millrace.query.request.Faults;
import java.util.List;
import java.util.Map;

/** Answers what is asked about one contact. Thread-safe. */
public final class ContactReads {

    /** The path's parameter that names the contact. */
    static final String ID = "id";

    private final ContactStore contacts;
    private final Profiles profiles;
    private final EventPages events;
    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    public ContactReads(ClickHouseClient client, Map<String, String> bounds) {
        this.contacts = new ContactStore(client, bounds);
        this.profiles = new Profiles(client, bounds);
        this.events = new EventPages(client, bounds);
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    public Reply profile(Call call) {
        String workspace = call.ownWorkspace().id();
        Faults faults = new Faults();
        call.knowOnly(List.of(), faults);
        faults.throwIfAny();
        return Reply.json(200, profiles.of(workspace, contacts.named(workspace, call.inPath(ID))));
    }

    /** The events of all the contact's persons, newest first. */
    public Reply events(Call call) {
        String workspace = call.ownWorkspace().id();
        Faults faults = new Faults();
        call.knowOnly(List.of("limit", "cursor", "format"), faults);
        Page page = EventPages.page(call, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        faults.throwIfAny();
        SqlValues values = new SqlValues();
        Slices slices = Slices.of(contacts.named(workspace, call.inPath(ID)), workspace, client, bounds);
        List<String> conditions = List.of("workspace = " + values.text(workspace), slices.condition(values));
        return events.reply(conditions, values, page, csv);
    }
}
