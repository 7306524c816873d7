package io.millrace.flink.audience.contact;

import io.millrace.core.campaign.engine.CampaignOutput;
import io.millrace.core.event.Person;
import io.millrace.flink.audience.Routed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the stage has done and met since its start, for metrics. Written by the task's thread alone. */
final class StageCounters {

    private static final Logger LOG = LoggerFactory.getLogger(StageCounters.class);

    volatile long transitions;
    volatile long handOvers;
    volatile long strayed;
    volatile long late;
    volatile long damagedDefinitions;
    volatile long walked;
    volatile boolean walkUnderWay;
    volatile long runsEntered;
    volatile long sent;
    volatile long runStatesWritten;
    volatile long runStateBytesWritten;

    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    void runsWritten(int bytes) {
        runStatesWritten++;
        runStateBytesWritten += bytes;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    void done(CampaignOutput output) {
        if (output instanceof CampaignOutput.Entered) {
            runsEntered++;
        } else if (output instanceof CampaignOutput.Sent) {
            sent++;
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // One thread writes.
    void strayed(Routed routed, Person movedTo) {
        strayed++;
        LOG.error(
                "{} of partition {}, offset {} came to {} of workspace {}, which went to {} before: it is judged there, late",
                routed.kind(),
                routed.partition(),
                routed.offset(),
                routed.root(),
                routed.workspace(),
                movedTo);
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    void late(Routed routed, long watermark) {
        late++;
        LOG.warn(
                "{} of partition {}, offset {} came at {}, behind the engine's time {}; it is judged now",
                routed.kind(),
                routed.partition(),
                routed.offset(),
                routed.appendMillis(),
                watermark);
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    void damaged(String definition, String reason) {
        damagedDefinitions++;
        LOG.warn("Definition {} is skipped: {}", definition, reason);
    }
}
