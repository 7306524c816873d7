package io.millrace.core.campaign.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.campaign.Node;
import org.jspecify.annotations.Nullable;

/** What a contact's runs have done, in the order in which they did it. Instants are epoch milliseconds. */
public sealed interface CampaignOutput {

    long at();

    <R> R accept(Visitor<R> visitor);

    /** One method a kind, and no default. */
    interface Visitor<R> {
        R entered(Entered output);

        R reached(Reached output);

        R sent(Sent output);

        R skipped(Skipped output);

        R slotNeeded(SlotNeeded output);

        R slotUnused(SlotUnused output);

        R called(Called output);

        R converted(Converted output);

        R moved(Moved output);

        R exited(Exited output);

        R enrollmentAnswered(EnrollmentAnswered output);
    }

    /** @param heldOut whether every send is to be skipped */
    record Entered(long at, RunRef run, String trigger, boolean heldOut) implements CampaignOutput {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.entered(this);
        }
    }

    /**
     * @param visit the how manieth time it is, from 1 on
     * @param from the node that it has left for this one; null where the run begins
     * @param until when it goes on if nothing else happens: the end of a delay, a timeout or quiet hours; {@link
     *     Long#MAX_VALUE} if it goes on at once, or no instant is known
     */
    record Reached(long at, RunRef run, String node, int visit, @Nullable String from, long until)
            implements CampaignOutput {

        /** The same, as of a run that is put down there. */
        Reached waitingUntil(long instant) {
            return new Reached(at, run, node, visit, from, instant);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.reached(this);
        }
    }

    /**
     * A message leaves.
     *
     * @param sendId see {@link RunIds}
     * @param started properties of the event that the run began with
     */
    record Sent(long at, RunRef run, Node.Send node, int visit, String sendId, JsonNode started)
            implements CampaignOutput {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sent(this);
        }
    }

    record Skipped(long at, RunRef run, Node.Send node, int visit, SkipReason reason) implements CampaignOutput {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.skipped(this);
        }
    }

    /** The run waits at a send until the campaign's gate grants it a slot. */
    record SlotNeeded(long at, RunRef run, String node) implements CampaignOutput {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.slotNeeded(this);
        }
    }

    /**
     * A granted slot is given back: the run is gone, or may not send now.
     *
     * @param grantedAt as the grant said; that may be some time ago where a gate lives elsewhere
     */
    record SlotUnused(long at, String campaign, String run, long grantedAt) implements CampaignOutput {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.slotUnused(this);
        }
    }

    /**
     * A server is to be called, or people are to be notified.
     *
     * @param node a {@link Node.Webhook} or a {@link Node.NotifyInbox}
     * @param callId made as a send's id, for the same use
     */
    record Called(long at, RunRef run, Node node, int visit, String callId, JsonNode started)
            implements CampaignOutput {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.called(this);
        }
    }

    /** The run's goal is reached. */
    record Converted(long at, RunRef run) implements CampaignOutput {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.converted(this);
        }
    }

    /** @param from the name of the contact that it belonged to */
    record Moved(long at, RunRef run, String from) implements CampaignOutput {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.moved(this);
        }
    }

    /** @param node where the run was */
    record Exited(long at, RunRef run, String node, ExitReason reason) implements CampaignOutput {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.exited(this);
        }
    }

    /** @param error null if the contact has entered */
    record EnrollmentAnswered(long at, String campaign, String contact, String requestId, @Nullable Refusal error)
            implements CampaignOutput {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.enrollmentAnswered(this);
        }
    }

    /** Why somebody may not enter. */
    enum Refusal {
        /** Re-entry forbids it. */
        ALREADY_ENROLLED,
        /** The campaign is not there, not active, not begun or over. */
        NOT_ACTIVE,
        SUPPRESSED,
        /** The trigger's rules do not hold. */
        RULES
    }
}
