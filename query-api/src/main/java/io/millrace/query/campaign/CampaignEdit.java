package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a request wants changed; what is empty stays as it is.
 *
 * @param content the fields of the form that change
 * @param move where the campaign is to go, after the rest is changed
 * @param enrollExisting whether those enter, as it becomes active, who are in the trigger's segment already
 * @param expectedRevision the one the caller has seen, if the edit is for that one only
 */
record CampaignEdit(
        Optional<String> name,
        Optional<String> description,
        Optional<String> type,
        Optional<String> goal,
        CampaignForm form,
        ObjectNode content,
        Optional<Move> move,
        boolean enrollExisting,
        OptionalLong expectedRevision) {

    /** A move and no other change. */
    static CampaignEdit of(Move move, boolean enrollExisting, CampaignForm form) {
        return new CampaignEdit(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                form,
                JsonNodeFactory.instance.objectNode(),
                Optional.of(move),
                enrollExisting,
                OptionalLong.empty());
    }

    /** Whether it changes more than where the campaign is in its life. */
    boolean changesMore() {
        return name.isPresent()
                || description.isPresent()
                || type.isPresent()
                || goal.isPresent()
                || !content.isEmpty();
    }
}
