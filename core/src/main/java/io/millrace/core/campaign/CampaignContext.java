package io.millrace.core.campaign;

import java.util.function.Predicate;

/**
 * What is asked of a campaign where it is read.
 *
 * @param segments whether there is a segment with an id
 * @param templates whether there is a template with an id
 * @param draft whether it may still be without a trigger, and with nodes to which nothing leads
 */
public record CampaignContext(Predicate<String> segments, Predicate<String> templates, boolean draft) {

    /** A whole campaign; whatever segments and templates it names. */
    public static final CampaignContext ANY = new CampaignContext(segment -> true, template -> true, false);

    public CampaignContext withSegments(Predicate<String> known) {
        return new CampaignContext(known, templates, draft);
    }

    public CampaignContext withTemplates(Predicate<String> known) {
        return new CampaignContext(segments, known, draft);
    }

    public CampaignContext asDraft() {
        return new CampaignContext(segments, templates, true);
    }
}
