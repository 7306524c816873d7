package io.millrace.core.campaign.engine;

import io.millrace.core.audience.Follower;

/** What a contact's runs are told beside what happens to the contact. */
public sealed interface CampaignWord extends Follower.Word {

    /** Somebody enrolls the contact by hand. */
    record Enroll(String campaign, String requestId) implements CampaignWord {}

    /** Members of the trigger's segment enter as the campaign becomes active, if they are members when the instant ends. */
    record EnrollMembers(String campaign) implements CampaignWord {}

    /** A scheduled trigger fires; the contact enters if it is in the trigger's segment when the instant ends. */
    record ScheduleDue(String campaign, String trigger) implements CampaignWord {}

    /**
     * The campaign's gate grants a slot. It is used, or an output gives it back.
     *
     * @param grantedAt the gate's instant, not after the one at which the contact is told
     */
    record SlotGranted(String campaign, String run, long grantedAt) implements CampaignWord {}

    /** A message could not be delivered, for good if {@code hard}. */
    record Bounced(boolean hard) implements CampaignWord {}

    /** The contact called a message spam. */
    record Complained() implements CampaignWord {}

    /**
     * The runs of a contact that has joined this one; to be told right after its past.
     *
     * @param from the name of that contact
     */
    record Absorb(ContactRuns runs, String from) implements CampaignWord {}
}
