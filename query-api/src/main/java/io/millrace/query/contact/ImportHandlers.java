package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Ids;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.list.Envelope;
import io.millrace.query.list.Page;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.Problem;
import io.millrace.query.write.ContactWrites;
import io.millrace.query.write.RequestId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes files of contacts and tells how far they are. A file goes into the stream while it is uploaded; what it brings
 * about follows. Sent again with the same {@code Idempotency-Key} it is the same import, of which rows that were written
 * before change nothing: so an upload that broke off is continued by sending the file again. Thread-safe.
 */
public final class ImportHandlers {

    /** Each holds a thread for as long as its upload takes. */
    private static final int AT_ONCE_MAX = 4;

    static final String IMPORT = "importId";
    private static final String CURSOR = "r1";
    private static final List<String> CSV_HEADER = List.of("row", "field", "reason", "message", "payload");

    private final ImportStore store;
    private final ContactWrites writes;
    private final Clock clock;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    ImportHandlers(ImportStore store, ContactWrites writes, Clock clock) {
        this.store = store;
        this.writes = writes;
        this.clock = clock;
    }

    public Reply start(Call call) {
        String workspace = call.ownWorkspace().id();
        Faults faults = new Faults();
        call.knowOnly(List.of("format"), faults);
        ImportFormat format = ImportFormat.asked(call, faults);
        faults.throwIfAny();
        RequestId request = RequestId.of(call, "importContacts");
        String id = request.repeatable() ? "imp_" + request.stem().substring("idem_".length()) : Ids.imported();
        begin(id);
        try {
            Instant now = clock.instant();
            long attempt = store.find(workspace, id)
                    .map(before -> Math.max(before.attempt() + 1, now.toEpochMilli()))
                    .orElse(now.toEpochMilli());
            ImportStatus begun =
                    new ImportStatus(id, attempt, ImportStatus.State.READING, "", format.text(), 0, 0, 0, now, now);
            String keyId = call.key().map(ApiKey::id).orElse("");
            ImportStatus read = new ContactImport(workspace, keyId, begun, store, writes.bulk(), clock)
                    .run(format.of(call.upload()));
            return Reply.json(202, json(workspace, read));
        } finally {
            underWay.remove(id);
        }
    }

    public Reply show(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of(), faults);
        faults.throwIfAny();
        return Reply.json(200, json(call.ownWorkspace().id(), named(call)));
    }

    public Reply errors(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of("limit", "cursor", "format"), faults);
        Page page = Page.of(call, CURSOR, 1, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        faults.throwIfAny();
        List<JsonNode> rows = store.errors(call.ownWorkspace().id(), named(call), page);
        if (csv) {
            return Reply.csv(
                    CSV_HEADER,
                    rows.stream()
                            .limit(page.limit())
                            .map(row -> CSV_HEADER.stream()
                                    .map(name -> row.path(name).asText())
                                    .toList())
                            .toList());
        }
        return Envelope.of(
                rows, page, row -> Page.cursor(CURSOR, List.of(row.path("row").asLong())), Json::text);
    }

    private void begin(String id) {
        if (underWay.size() >= AT_ONCE_MAX) {
            throw Problem.of(429, "rate_limited", AT_ONCE_MAX + " files are being read; send this one later")
                    .exception();
        }
        if (!underWay.add(id)) {
            throw Problem.of(409, "conflict", "the import " + id + " is being read")
                    .exception();
        }
    }

    private ImportStatus named(Call call) {
        Optional<ImportStatus> status = store.find(call.ownWorkspace().id(), call.inPath(IMPORT));
        return status.orElseThrow(() -> Problem.notFound("Import").exception());
    }

    private ObjectNode json(String workspace, ImportStatus status) {
        ImportStore.Effects effects = store.effects(workspace, status.id());
        return status.json(effects.applied(), effects.refused(), clock.instant());
    }
}
