package io.millrace.delivery.outcome;

import io.millrace.delivery.Sends;
import io.millrace.streams.record.DeliveryRecord;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecordCodec;
import io.millrace.testing.EmbeddedServices;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutcomeLogIT {

    /** A producer's thread that waits for the metadata of a topic new to it waits for itself, five seconds at a time. */
    @Test
    void whatFollowsADeadLetterMayWriteToATopicThatWasNotWrittenToYet() throws Exception {
        SendRecord send = Sends.mail("ws_outcome_log", "send_dead").record();
        DeliveryRecord failed = Outcome.failed("refused", "an example").record(send, 1);
        try (OutcomeLog log = new OutcomeLog(EmbeddedServices.kafka())) {
            log.deadLetter(send.key(), SendRecordCodec.encode(send), "refused", "an example", "0/0")
                    .thenCompose(kept -> log.write(0, failed))
                    .get(60, TimeUnit.SECONDS);
        }
    }
}
