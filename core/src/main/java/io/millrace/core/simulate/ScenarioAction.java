package io.millrace.core.simulate;

import io.millrace.core.audience.ConflictResolution;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.rule.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call of the API at an instant of a scenario. Contacts are named by external id, those without by anonymous id. */
public sealed interface ScenarioAction
        permits CampaignAction,
                ScenarioAction.DefineSegment,
                ScenarioAction.UpdateContact,
                ScenarioAction.ChangeMembers,
                ScenarioAction.ChangeSubscription,
                ScenarioAction.MergeContacts,
                ScenarioAction.DeleteContact {

    /** In epoch milliseconds. */
    long at();

    /** Whether it changes what is in force, for everybody, before anything else happens at its instant. */
    default boolean defines() {
        return this instanceof DefineSegment
                || this instanceof CampaignAction.Move
                || this instanceof CampaignAction.EditCampaign;
    }

    /** The word by which scenarios name it: {@code add_members}. */
    String verb();

    <R> R accept(Visitor<R> visitor);

    /** One method an action, and no default. */
    interface Visitor<R> {
        R defineSegment(DefineSegment action);

        R updateContact(UpdateContact action);

        R changeMembers(ChangeMembers action);

        R changeSubscription(ChangeSubscription action);

        R mergeContacts(MergeContacts action);

        R deleteContact(DeleteContact action);

        R campaign(CampaignAction action);
    }

    /**
     * A segment gets this rule.
     *
     * @param create whether it must not be there yet; else it must be there
     */
    record DefineSegment(long at, String segment, Rule rule, boolean create) implements ScenarioAction {
        @Override
        public String verb() {
            return create ? "create" : "edit";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.defineSegment(this);
        }
    }

    record UpdateContact(long at, String contact, ContactAction.Update update) implements ScenarioAction {
        @Override
        public String verb() {
            return "update";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.updateContact(this);
        }
    }

    /** Who is in a hand-kept segment. */
    record ChangeMembers(long at, String segment, List<String> contacts, How how) implements ScenarioAction {

        /** What becomes of the named contacts, and of those who are not named. */
        public enum How {
            ADD("add_members"),
            REMOVE("remove_members"),
            /** Those who are named enter, all others leave. */
            SET("set_members");

            private final String verb;

            How(String verb) {
                this.verb = verb;
            }
        }

        public ChangeMembers {
            contacts = List.copyOf(contacts);
        }

        @Override
        public String verb() {
            return how.verb;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.changeMembers(this);
        }
    }

    /** @param group null: every group */
    record ChangeSubscription(long at, String contact, @Nullable String group, boolean subscribed)
            implements ScenarioAction {
        @Override
        public String verb() {
            return subscribed ? "subscribe" : "unsubscribe";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.changeSubscription(this);
        }
    }

    record MergeContacts(long at, String source, String target, ConflictResolution resolution)
            implements ScenarioAction {
        @Override
        public String verb() {
            return "merge";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.mergeContacts(this);
        }
    }

    record DeleteContact(long at, String contact) implements ScenarioAction {
        @Override
        public String verb() {
            return "delete";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.deleteContact(this);
        }
    }
}
