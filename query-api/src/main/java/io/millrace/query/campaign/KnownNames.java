package io.millrace.query.campaign;

import io.millrace.core.campaign.CampaignContext;
import io.millrace.streams.definition.Definition.Key;
import io.millrace.streams.definition.Definition.Kind;
import io.millrace.streams.definition.Definitions;

/** Whether the segments and templates that campaigns name are there. Thread-safe. */
final class KnownNames {

    private final Definitions definitions;

    KnownNames(Definitions definitions) {
        this.definitions = definitions;
    }

    /** For a campaign that is whole. */
    CampaignContext of(String workspace) {
        return CampaignContext.ANY
                .withSegments(id -> isThere(Kind.SEGMENT, workspace, id))
                .withTemplates(id -> isThere(Kind.TEMPLATE, workspace, id));
    }

    private boolean isThere(Kind kind, String workspace, String id) {
        return !id.isEmpty()
                && id.indexOf('/') < 0
                && definitions.get(new Key(kind, workspace, id)).isPresent();
    }
}
