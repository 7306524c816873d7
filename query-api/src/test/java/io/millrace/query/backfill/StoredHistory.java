package io.millrace.query.backfill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import io.millrace.testing.EmbeddedServices;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Rows of table events as EventJob writes them. */
final class StoredHistory implements AutoCloseable {

    private final ClickHouseClient client = new ClickHouseClient(EmbeddedServices.clickhouse());
    private final StringBuilder rows = new StringBuilder();
    private final String workspace;
    private long offset;

    StoredHistory(String workspace) {
        this.workspace = workspace;
    }

    StoredHistory track(String user, String event, Instant timestamp, Instant receivedAt, String properties) {
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("workspace", workspace);
        row.put("event", event);
        row.put("type", "track");
        row.put("timestamp", time(timestamp));
        row.put(
                "person",
                ContactId.of(workspace, Person.of(user, null)).number().toString());
        row.put("user_id", user);
        row.put("message_id", "m" + offset);
        row.put("received_at", time(receivedAt));
        row.put("partition", 3);
        row.put("offset", offset++);
        row.put("text", "{\"properties\":" + properties + "}");
        rows.append(row).append('\n');
        return this;
    }

    void store() {
        client.insert(
                "events",
                "JSONEachRow",
                new ByteArrayInputStream(rows.toString().getBytes(StandardCharsets.UTF_8)),
                UUID.randomUUID().toString());
        rows.setLength(0);
    }

    /** The marker of a contact whose rows are still to be removed. */
    StoredHistory purged(String user, Instant until) {
        String number = ContactId.of(workspace, Person.of(user, null)).number().toString();
        client.execute(new Sql(
                """
                INSERT INTO purges
                SELECT {w:String}, toUInt128({c:String}), 'marked', now64(3), [toUInt128({c:String})],
                  [toUInt128({c:String})], [0], [toInt64({until:Int64})], 1
                """,
                Map.of("w", workspace, "c", number, "until", until.toEpochMilli())));
        return this;
    }

    private static String time(Instant instant) {
        return instant.toString().replace('T', ' ').replace("Z", "");
    }

    @Override
    public void close() {
        client.close();
    }
}
