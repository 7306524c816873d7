package io.millrace.flink.audience;

import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.core.campaign.engine.GateLimits;
import io.millrace.core.event.Person;
import io.millrace.flink.type.RecordType;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.tuple.Tuple2;
import org.jspecify.annotations.Nullable;

/** What a campaign's gate is told by contacts' runs, and by tasks of what has come into force. Immutable. */
public sealed interface GateNote {

    /** How it travels between tasks. */
    TypeInformation<GateNote> TYPE = new RecordType<>(GateNote.class, GateNoteSerializer.INSTANCE);

    String workspace();

    String campaign();

    /** Under which the gate's state is held. */
    default Tuple2<String, String> key() {
        return Tuple2.of(workspace(), campaign());
    }

    /**
     * A run waits at a send for a slot.
     *
     * @param contact whose key holds the run
     * @param dueAt since when, in the engine's time
     */
    record Request(String workspace, String campaign, String run, Person contact, long dueAt) implements GateNote {}

    /** A run is over; if it waited for a slot, it does not any more. */
    record Withdrawal(String workspace, String campaign, String run) implements GateNote {}

    /** A slot was granted in vain. */
    record Unused(String workspace, String campaign, long grantedAt) implements GateNote {}

    /**
     * How the campaign stands from an instant on. Every task says it; of two that differ the one of the later epoch holds.
     *
     * @param epoch grows with every change of the workspace's campaigns
     * @param status null if there is no such campaign any more
     */
    record InForce(
            String workspace,
            String campaign,
            long atMillis,
            long epoch,
            @Nullable CampaignStatus status,
            GateLimits limits)
            implements GateNote {

        /** Whether messages need slots at all. */
        public boolean isLimited() {
            return limits.perDay() != null || limits.rate() != null;
        }
    }
}
