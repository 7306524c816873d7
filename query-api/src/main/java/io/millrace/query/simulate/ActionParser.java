package io.millrace.query.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.audience.ConflictResolution;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.simulate.ScenarioAction;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads one action: about segments and contacts, and about a campaign where there is one. */
final class ActionParser {

    private static final List<String> VERBS = List.of(
            "create",
            "edit",
            "update",
            "add_members",
            "remove_members",
            "set_members",
            "subscribe",
            "unsubscribe",
            "merge",
            "delete");

    private static final Map<String, ConflictResolution> RESOLUTIONS = resolutions();

    private final ObjectReader action;
    private final Rules rules;
    private final @Nullable Campaigns campaigns;
    private final Faults faults;

    private ActionParser(ObjectReader action, Rules rules, @Nullable Campaigns campaigns) {
        this.campaigns = campaigns;
        this.action = action;
        this.rules = rules;
        this.faults = action.faults();
    }

    /** The action; empty, with faults, if something is wrong with it. */
    static Optional<ScenarioAction> parse(
            JsonNode json, String pointer, Rules rules, @Nullable Campaigns campaigns, Faults faults) {
        Optional<ObjectReader> action = ObjectReader.of(json, pointer, faults);
        if (action.isEmpty()) {
            return Optional.empty();
        }
        int before = faults.count();
        ScenarioAction read = new ActionParser(action.get(), rules, campaigns).read();
        return faults.count() == before ? Optional.ofNullable(read) : Optional.empty();
    }

    private @Nullable ScenarioAction read() {
        List<String> verbs = new ArrayList<>(VERBS);
        if (campaigns != null) {
            verbs.addAll(CampaignActionParser.VERBS);
        }
        String expected = "one of " + String.join(", ", verbs);
        OptionalLong instant = Instants.required(action, "at");
        Optional<String> verb = action.requiredText("do", expected);
        if (verb.isEmpty()) {
            return null;
        }
        if (!verbs.contains(verb.get())) {
            faults.invalid(action.at("do"), TextNode.valueOf(verb.get()), expected);
            return null;
        }
        ScenarioAction read = read(verb.get(), instant.orElse(0));
        action.finish();
        return read;
    }

    private @Nullable ScenarioAction read(String verb, long at) {
        if (campaigns != null
                && (!VERBS.contains(verb) || verb.equals("edit") && CampaignActionParser.editsCampaign(action))) {
            return new CampaignActionParser(action, campaigns).read(verb, at);
        }
        return switch (verb) {
            case "create" -> define(at, true);
            case "edit" -> define(at, false);
            case "update" -> new ScenarioAction.UpdateContact(at, name("contact"), update());
            case "add_members" -> members(at, ScenarioAction.ChangeMembers.How.ADD);
            case "remove_members" -> members(at, ScenarioAction.ChangeMembers.How.REMOVE);
            case "set_members" -> members(at, ScenarioAction.ChangeMembers.How.SET);
            case "subscribe" -> subscription(at, true);
            case "unsubscribe" -> subscription(at, false);
            case "merge" ->
                new ScenarioAction.MergeContacts(
                        at,
                        name("source"),
                        name("target"),
                        action.choice("conflict_resolution", RESOLUTIONS, ConflictResolution.PREFER_TARGET));
            case "delete" -> new ScenarioAction.DeleteContact(at, name("contact"));
            default -> throw new IllegalStateException("no reader for " + verb);
        };
    }

    private @Nullable ScenarioAction define(long at, boolean create) {
        String segment = name("segment");
        JsonNode json = action.any("rules");
        if (json == null) {
            faults.required(action.at("rules"), "the segment's rules are needed", "rules");
            return null;
        }
        return rules.read(json, action.at("rules"))
                .map(rule -> new ScenarioAction.DefineSegment(at, segment, rule, create))
                .orElse(null);
    }

    private ScenarioAction members(long at, ScenarioAction.ChangeMembers.How how) {
        String segment = name("segment");
        if (action.any("contacts") == null) {
            faults.required(action.at("contacts"), "contacts are needed", "a list of names");
        }
        return new ScenarioAction.ChangeMembers(
                at, segment, Texts.list(action, "contacts", "the name of a contact"), how);
    }

    private ScenarioAction subscription(long at, boolean subscribed) {
        String contact = name("contact");
        JsonNode group = action.any("group");
        if (group == null) {
            return new ScenarioAction.ChangeSubscription(at, contact, null, subscribed);
        }
        return new ScenarioAction.ChangeSubscription(at, contact, name("group"), subscribed);
    }

    private ContactAction.Update update() {
        JsonNode tags = action.any("tags");
        return new ContactAction.Update(
                traits(), tags == null ? null : Texts.list(action, "tags", "a tag"), List.of(), List.of(), scores());
    }

    private ObjectNode traits() {
        JsonNode traits = action.any("traits");
        if (traits instanceof ObjectNode object) {
            return object;
        }
        if (traits != null) {
            faults.wrongType(action.at("traits"), traits, "an object");
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private Map<String, @Nullable BigDecimal> scores() {
        Map<String, @Nullable BigDecimal> scores = new LinkedHashMap<>();
        JsonNode json = action.any("scores");
        if (json == null) {
            return scores;
        }
        Optional<ObjectReader> reader = ObjectReader.of(json, action.at("scores"), faults);
        json.fields().forEachRemaining(score -> {
            if (score.getValue().isNumber()) {
                scores.put(score.getKey(), score.getValue().decimalValue());
            } else if (score.getValue().isNull()) {
                scores.put(score.getKey(), null);
            } else {
                reader.ifPresent(object -> faults.wrongType(
                        object.at(score.getKey()), score.getValue(), "a number, or null to remove it"));
            }
        });
        return scores;
    }

    private String name(String field) {
        return action.requiredText(field, "a name").orElse("");
    }

    private static Map<String, ConflictResolution> resolutions() {
        Map<String, ConflictResolution> resolutions = new LinkedHashMap<>();
        resolutions.put("prefer_target", ConflictResolution.PREFER_TARGET);
        resolutions.put("prefer_source", ConflictResolution.PREFER_SOURCE);
        resolutions.put("newest", ConflictResolution.NEWEST);
        return resolutions;
    }
}
