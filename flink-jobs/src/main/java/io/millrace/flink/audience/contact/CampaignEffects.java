package io.millrace.flink.audience.contact;

import io.millrace.core.campaign.engine.Campaigns;
import java.io.Serializable;
import java.time.ZoneId;

/**
 * Where what a contact's runs through campaigns do goes to. Called by the task's thread, in the order in which things are
 * done; what it writes belongs to the same checkpoint as the contact's state. The stage itself answers who asked for an
 * enrollment, as it answers all calls about contacts.
 */
public interface CampaignEffects {

    /** For a stage whose campaigns nobody watches. */
    CampaignEffects NONE = new CampaignEffects() {
        @Override
        public void done(CampaignTurn turn) {
            // Nobody watches.
        }

        @Override
        public void inForce(Campaigns campaigns, ZoneId zone, long atMillis) {
            // Nobody watches.
        }
    };

    /** Never called with a turn in which nothing was done. */
    void done(CampaignTurn turn);

    /**
     * A workspace's campaigns, or its zone, are other than before. Every task says so of every change, in order, each
     * before anything that is done under it at its instant or later.
     *
     * @param campaigns those in force from {@code atMillis} on
     * @param zone the workspace's, from then on
     */
    void inForce(Campaigns campaigns, ZoneId zone, long atMillis);

    /** Makes a task's own. Travels to the tasks. */
    interface Factory extends Serializable {

        CampaignEffects open(Effects effects);
    }
}
