package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Fields;
import io.millrace.core.rule.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one node. */
final class NodeReader {

    static final int ID_LENGTH_MAX = 100;

    private static final List<String> TYPES = List.of(
            "trigger",
            "send",
            "set_field",
            "add_tag",
            "remove_tag",
            "update_score",
            "webhook",
            "notify_inbox",
            "delay",
            "delay_until_time",
            "delay_until_date",
            "wait",
            "condition",
            "split",
            "exit");
    private static final String EXPECTED = "one of " + String.join(", ", TYPES);

    private final Fields fields;
    private final CampaignReading reading;

    NodeReader(Fields fields, CampaignReading reading) {
        this.fields = fields;
        this.reading = reading;
    }

    PlacedNode read() {
        String id = id();
        String type = fields.text("type", EXPECTED);
        if (type == null || !TYPES.contains(type)) {
            if (type != null) {
                reading.faults().invalid(fields.at("type"), fields.optional("type"), EXPECTED);
            }
            return new PlacedNode(fields.pointer(), id, null);
        }
        // What a node says beside its id is checked even if that is at fault.
        Node node = node(id == null ? "?" : id, type);
        fields.finish();
        return new PlacedNode(fields.pointer(), id, id == null ? null : node);
    }

    private @Nullable String id() {
        String expected = "an id of 1 to " + ID_LENGTH_MAX + " characters";
        String id = fields.text("id", expected);
        if (id != null && id.codePointCount(0, id.length()) > ID_LENGTH_MAX) {
            reading.faults().tooLarge(fields.at("id"), expected);
            return null;
        }
        return id;
    }

    private @Nullable Node node(String id, String type) {
        return switch (type) {
            case "trigger" -> new TriggerReader(fields, reading).read(id);
            case "send", "set_field", "add_tag", "remove_tag", "update_score", "webhook", "notify_inbox" ->
                new ActionReader(fields, reading).read(id, type);
            case "delay", "delay_until_time", "delay_until_date", "wait" ->
                new PauseReader(fields, reading).read(id, type);
            case "condition" -> condition(id);
            case "split" -> split(id);
            default -> new Node.Exit(id);
        };
    }

    private @Nullable Node condition(String id) {
        Rule rules = reading.rules(fields);
        return rules == null ? null : new Node.Condition(id, rules);
    }

    private @Nullable Node split(String id) {
        String expected = "a list of 1 to " + reading.limits().branches() + " variants";
        JsonNode list = fields.list("variants", expected);
        String salt = fields.optionalText("salt", "a text that is not empty");
        if (list == null) {
            return null;
        }
        if (list.isEmpty() || list.size() > reading.limits().branches()) {
            reading.faults().outOfRange(fields.at("variants"), null, expected);
            return null;
        }
        List<Node.Split.Variant> variants = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            Node.Split.Variant variant = variant(list.get(i), fields.at("variants") + "/" + i, names);
            if (variant != null) {
                variants.add(variant);
            }
        }
        return variants.size() == list.size() && sumsUp(variants) ? new Node.Split(id, variants, salt) : null;
    }

    private Node.Split.@Nullable Variant variant(JsonNode json, String pointer, Set<String> names) {
        Fields variant = reading.object(json, pointer, "an object with name and weight");
        if (variant == null) {
            return null;
        }
        String name = variant.text("name", "the name of a variant");
        BigDecimal weight = FieldValues.percent(variant, "weight");
        variant.finish();
        if (name != null && !names.add(name)) {
            reading.faults().fault(variant.at("name"), "duplicate_id", json.get("name"), "a name of its own");
            return null;
        }
        return name == null || weight == null ? null : new Node.Split.Variant(name, weight);
    }

    private boolean sumsUp(List<Node.Split.Variant> variants) {
        BigDecimal sum = variants.stream().map(Node.Split.Variant::weight).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.compareTo(BigDecimal.valueOf(100)) == 0) {
            return true;
        }
        reading.faults()
                .fault(
                        fields.at("variants"),
                        "weights_do_not_sum",
                        null,
                        "weights that sum to 100, and these sum to " + sum.toPlainString());
        return false;
    }
}
