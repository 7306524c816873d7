package io.millrace.delivery.endpoint;

import io.millrace.streams.record.WebhookDelivery;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that waits for its next attempt: little more than where its record lies, so that very many can wait.
 *
 * @param offset of its last record, which is its newest, so that compaction leaves it
 * @param since when it began to wait, epoch milliseconds
 * @param dueAt epoch milliseconds
 * @param asked whether people wait for it: then it is tried whatever is known of the endpoint
 * @param record kept in memory as long as there is room; null to read it again
 */
record Waiting(int partition, long offset, long since, long dueAt, boolean asked, @Nullable WebhookDelivery record) {

    static Waiting on(int partition, long offset, WebhookDelivery delivery, boolean inMemory) {
        return new Waiting(
                partition,
                offset,
                delivery.at(),
                delivery.nextAt(),
                delivery.origin().attemptsMax() == 1,
                inMemory ? delivery : null);
    }

    Waiting at(long later) {
        return new Waiting(partition, offset, since, later, asked, null);
    }

    long bytes() {
        return record == null ? 0 : record.body().length;
    }
}
