package io.millrace.core.simulate;

import io.millrace.core.campaign.Campaign;
import java.util.List;
import java.util.Locale;

/** A call about the scenario's campaign, or about what becomes of messages. */
public sealed interface CampaignAction extends ScenarioAction {

    <R> R accept(CampaignVisitor<R> visitor);

    @Override
    default <R> R accept(Visitor<R> visitor) {
        return visitor.campaign(this);
    }

    /** One method an action, and no default. */
    interface CampaignVisitor<R> {
        R move(Move action);

        R editCampaign(EditCampaign action);

        R enroll(Enroll action);

        R test(Test action);

        R bounce(Bounce action);

        R complain(Complain action);
    }

    /** @param enrollExisting whether members of the trigger's segment enter as the campaign becomes active */
    record Move(long at, To to, boolean enrollExisting) implements CampaignAction {

        /** Where the campaign is to go in its life. */
        public enum To {
            ACTIVATE,
            PAUSE,
            RESUME,
            COMPLETE
        }

        @Override
        public String verb() {
            return to.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public <R> R accept(CampaignVisitor<R> visitor) {
            return visitor.move(this);
        }
    }

    /** The campaign gets a new version. */
    record EditCampaign(long at, Campaign campaign) implements CampaignAction {
        @Override
        public String verb() {
            return "edit";
        }

        @Override
        public <R> R accept(CampaignVisitor<R> visitor) {
            return visitor.editCampaign(this);
        }
    }

    record Enroll(long at, List<String> contacts) implements CampaignAction {
        public Enroll {
            contacts = List.copyOf(contacts);
        }

        @Override
        public String verb() {
            return "enroll";
        }

        @Override
        public <R> R accept(CampaignVisitor<R> visitor) {
            return visitor.enroll(this);
        }
    }

    /**
     * One message to an address, as a test.
     *
     * @param node of a send
     */
    record Test(long at, String node, String to) implements CampaignAction {
        @Override
        public String verb() {
            return "test";
        }

        @Override
        public <R> R accept(CampaignVisitor<R> visitor) {
            return visitor.test(this);
        }
    }

    record Bounce(long at, String contact, boolean hard) implements CampaignAction {
        @Override
        public String verb() {
            return "bounce";
        }

        @Override
        public <R> R accept(CampaignVisitor<R> visitor) {
            return visitor.bounce(this);
        }
    }

    record Complain(long at, String contact) implements CampaignAction {
        @Override
        public String verb() {
            return "complaint";
        }

        @Override
        public <R> R accept(CampaignVisitor<R> visitor) {
            return visitor.complain(this);
        }
    }
}
