package io.millrace.flink.audience.contact;

/**
 * Where what a contact's runs through campaigns do goes to. Called by the task's thread, in the order in which things are
 * done; what it writes belongs to the same checkpoint as the contact's state.
 */
public interface CampaignEffects {

    /** For a stage whose campaigns nobody watches. */
    CampaignEffects NONE = turn -> {};

    /** Never called with a turn in which nothing was done. */
    void done(CampaignTurn turn);
}
