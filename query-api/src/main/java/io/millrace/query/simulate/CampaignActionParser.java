package io.millrace.query.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.simulate.CampaignAction;
import io.millrace.core.simulate.CampaignAction.Move;
import io.millrace.query.request.ObjectReader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one action about a campaign or about messages. */
final class CampaignActionParser {

    static final List<String> VERBS =
            List.of("activate", "pause", "resume", "complete", "enroll", "test", "bounce", "complaint");

    private static final Map<String, Boolean> CLASSES = Map.of("hard", true, "soft", false);

    private final ObjectReader action;
    private final Campaigns campaigns;

    CampaignActionParser(ObjectReader action, Campaigns campaigns) {
        this.action = action;
        this.campaigns = campaigns;
    }

    /** Whether an action that edits is about the campaign, not about a segment. */
    static boolean editsCampaign(ObjectReader action) {
        return action.any("campaign") != null;
    }

    /** @param verb one of {@link #VERBS}, or {@code edit} */
    @Nullable
    CampaignAction read(String verb, long at) {
        return switch (verb) {
            case "activate" -> new Move(at, Move.To.ACTIVATE, action.flag("enroll_existing", false));
            case "resume" -> new Move(at, Move.To.RESUME, action.flag("enroll_existing", false));
            case "pause" -> new Move(at, Move.To.PAUSE, false);
            case "complete" -> new Move(at, Move.To.COMPLETE, false);
            case "edit" -> edit(at);
            case "enroll" -> enroll(at);
            case "test" -> new CampaignAction.Test(at, text("node", "the id of a send"), text("to", "an address"));
            case "bounce" -> bounce(at);
            case "complaint" -> new CampaignAction.Complain(at, text("contact", "a name"));
            default -> throw new IllegalStateException("no reader for " + verb);
        };
    }

    private @Nullable CampaignAction edit(long at) {
        JsonNode json = action.any("campaign");
        return json == null
                ? null
                : campaigns
                        .read(json, action.at("campaign"))
                        .map(campaign -> new CampaignAction.EditCampaign(at, campaign))
                        .orElse(null);
    }

    private CampaignAction enroll(long at) {
        if (action.any("contacts") == null) {
            action.faults().required(action.at("contacts"), "contacts are needed", "a list of names");
        }
        return new CampaignAction.Enroll(at, Texts.list(action, "contacts", "the name of a contact"));
    }

    private CampaignAction bounce(long at) {
        String contact = text("contact", "a name");
        if (action.any("class") == null) {
            action.faults().required(action.at("class"), "the bounce's class is needed", "hard or soft");
        }
        return new CampaignAction.Bounce(at, contact, action.choice("class", CLASSES, false));
    }

    private String text(String field, String meaning) {
        return action.requiredText(field, meaning).orElse("");
    }
}
