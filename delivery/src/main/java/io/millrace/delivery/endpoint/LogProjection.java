package io.millrace.delivery.endpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseException;
import io.millrace.core.event.ContactId;
import io.millrace.streams.Topics;
import io.millrace.streams.record.UnreadableRecordException;
import io.millrace.streams.record.WebhookDelivery;
import io.millrace.streams.record.WebhookDelivery.Origin;
import io.millrace.streams.record.WebhookDeliveryCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the steps of deliveries into ClickHouse, where people read them. A step that is written twice is one row, so an
 * offset is committed after its row is stored.
 */
final class LogProjection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogProjection.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GROUP = "millrace-webhooks-log";
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 500;
    private static final int FETCH_WAIT_MILLIS = 50;
    private static final int POLL_RECORDS_MAX = 1_000;

    private final Consumer<byte[], byte[]> consumer;
    private final ClickHouseClient client;
    private final Thread thread;
    private volatile boolean closed;

    /** @param client is not closed here */
    LogProjection(String bootstrap, ClickHouseClient client) {
        this.client = client;
        this.consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.GROUP_ID_CONFIG,
                GROUP,
                ConsumerConfig.CLIENT_ID_CONFIG,
                GROUP,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                FETCH_WAIT_MILLIS,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                POLL_RECORDS_MAX));
        this.thread = new Thread(this::run, "webhook-endpoints-log");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        consumer.subscribe(List.of(Topics.WEBHOOK_DELIVERIES));
        while (!closed) {
            try {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    store(records);
                }
            } catch (WakeupException e) {
                LOG.trace("woken up");
            } catch (KafkaException e) {
                LOG.warn("Deliveries to webhook endpoints cannot be read right now: {}", e.getMessage());
                pause();
            }
        }
        consumer.close(CloseOptions.timeout(CLOSE));
    }

    private void store(ConsumerRecords<byte[], byte[]> records) {
        StringBuilder rows = new StringBuilder();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.value() != null) {
                append(record, rows);
            }
        }
        try {
            if (!rows.isEmpty()) {
                byte[] body = rows.toString().getBytes(StandardCharsets.UTF_8);
                client.insert(
                        "webhook_log",
                        "JSONEachRow",
                        new ByteArrayInputStream(body),
                        UUID.randomUUID().toString());
            }
            consumer.commitSync();
        } catch (ClickHouseException e) {
            LOG.warn("The log of webhook endpoints cannot be stored right now: {}", e.getMessage());
            for (TopicPartition partition : records.partitions()) {
                consumer.seek(partition, records.records(partition).get(0).offset());
            }
            pause();
        }
    }

    private static void append(ConsumerRecord<byte[], byte[]> record, StringBuilder rows) {
        try {
            rows.append(row(WebhookDeliveryCodec.decode(record.value()), record.partition()))
                    .append('\n');
        } catch (UnreadableRecordException e) {
            LOG.error(
                    "The record at offset {} of partition {} of topic {} {}",
                    record.offset(),
                    record.partition(),
                    record.topic(),
                    e.getMessage());
        }
    }

    private static ObjectNode row(WebhookDelivery step, int partition) {
        Origin origin = step.origin();
        return JsonNodeFactory.instance
                .objectNode()
                .put("workspace", origin.workspace())
                .put("endpoint", origin.endpoint())
                .put("created_ms", origin.createdAt())
                .put("delivery", origin.id())
                .put("number", step.number())
                .put("request", origin.request())
                .put("event", origin.event())
                .put("contact", contact(step.body()))
                .put("status", step.state().name().toLowerCase(Locale.ROOT))
                .put("attempt", step.attempt())
                .put("http_status", step.httpStatus())
                .put("error", step.error())
                .put("duration_ms", step.durationMillis())
                .put("at_ms", step.at())
                .put("next_ms", step.nextAt())
                .put("body", new String(step.body(), StandardCharsets.UTF_8))
                .put("partition", partition);
    }

    /** By whose purge the row goes. */
    private static BigInteger contact(byte[] body) {
        if (body.length == 0) {
            return BigInteger.ZERO;
        }
        try {
            String id = JSON.readTree(body).path("data").path("contact_id").asText();
            return ContactId.parse(id).map(ContactId::number).orElse(BigInteger.ZERO);
        } catch (IOException e) {
            return BigInteger.ZERO;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(2 * CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
