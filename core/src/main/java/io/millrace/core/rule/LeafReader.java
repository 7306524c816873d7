package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one condition: an object with {@code field}. */
final class LeafReader {

    private static final String FIELDS = "traits.<path>, tags, scores.<name>, segments, subscriptions.<group>,"
            + " events.<name>, sequence or bucket";
    private static final String TRIGGER = "trigger.properties.<path>";
    private static final String PROPERTIES = "properties.";

    private final Fields leaf;
    private final Reading reading;

    LeafReader(JsonNode json, String pointer, Reading reading) {
        this.leaf = new Fields(json, pointer, reading);
        this.reading = reading;
    }

    /** @param depth of the groups around it */
    @Nullable
    Rule read(int depth) {
        reading.condition(leaf.pointer());
        String field = leaf.text("field", fields());
        if (field == null) {
            return null;
        }
        int dot = field.indexOf('.');
        String kind = dot < 0 ? field : field.substring(0, dot);
        String rest = dot < 0 ? null : field.substring(dot + 1);
        Rule rule =
                switch (kind) {
                    case "traits" -> trait(named(rest, "traits.<path>"));
                    case "scores" -> score(named(rest, "scores.<name>"));
                    case "subscriptions" -> subscription(named(rest, "subscriptions.<group>"));
                    case "events" -> new EventLeafReader(leaf).events(named(rest, "events.<name>"));
                    case "trigger" -> reading.inCampaign() ? triggerProperty(rest) : unknown();
                    case "tags", "segments", "sequence", "bucket" -> rest == null ? whole(kind, depth) : unknown();
                    default -> unknown();
                };
        if (rule != null || isKnown(kind, rest)) {
            leaf.finish();
        }
        return rule;
    }

    private String fields() {
        return reading.inCampaign() ? FIELDS + "; in a campaign also " + TRIGGER : FIELDS;
    }

    private boolean isKnown(String kind, @Nullable String rest) {
        return switch (kind) {
            case "traits", "scores", "subscriptions", "events" -> true;
            case "tags", "segments", "sequence", "bucket" -> rest == null;
            case "trigger" -> reading.inCampaign();
            default -> false;
        };
    }

    private @Nullable Rule whole(String kind, int depth) {
        return switch (kind) {
            case "tags" -> tag();
            case "segments" -> segment(depth);
            case "sequence" -> new EventLeafReader(leaf).sequence();
            default -> bucket();
        };
    }

    /** Nothing else is said of a condition on a field that does not exist. */
    private @Nullable Rule unknown() {
        reading.invalid(leaf.at("field"), leaf.optional("field"), fields());
        return null;
    }

    private @Nullable String named(@Nullable String rest, String expected) {
        if (rest == null || rest.isEmpty()) {
            reading.invalid(leaf.at("field"), leaf.optional("field"), expected);
            return null;
        }
        return rest;
    }

    private @Nullable Rule trait(@Nullable String dotted) {
        Path path = dotted == null ? null : Path.parse(dotted);
        if (dotted != null && path == null) {
            reading.invalid(leaf.at("field"), leaf.optional("field"), "traits.<path>, no part of it empty");
        }
        ValueTest test = ValueTestReader.ofTrait(leaf);
        return path == null || test == null ? null : new Rule.Trait(path, test);
    }

    private @Nullable Rule triggerProperty(@Nullable String rest) {
        Path path =
                rest == null || !rest.startsWith(PROPERTIES) ? null : Path.parse(rest.substring(PROPERTIES.length()));
        if (path == null) {
            reading.invalid(leaf.at("field"), leaf.optional("field"), TRIGGER + ", no part of it empty");
        }
        ValueTest test = ValueTestReader.ofTrait(leaf);
        return path == null || test == null ? null : new Rule.TriggerProperty(path, test);
    }

    private @Nullable Rule score(@Nullable String name) {
        ValueTest test = ValueTestReader.ofScore(leaf);
        return name == null || test == null ? null : new Rule.Score(name, test);
    }

    private @Nullable Rule subscription(@Nullable String group) {
        operator("eq", "eq");
        String value = leaf.text("value", "subscribed or unsubscribed");
        if (value == null) {
            return null;
        }
        boolean subscribed = value.equals("subscribed");
        if (!subscribed && !value.equals("unsubscribed")) {
            reading.invalid(leaf.at("value"), leaf.optional("value"), "subscribed or unsubscribed");
            return null;
        }
        return group == null ? null : new Rule.Subscription(group, subscribed);
    }

    private @Nullable Rule tag() {
        Boolean has = operator("contains", "not_contains");
        String tag = leaf.text("value", "a tag");
        return has == null || tag == null ? null : new Rule.Tag(tag, has);
    }

    /** Of several ids: in one of them, or in none. */
    private @Nullable Rule segment(int depth) {
        Boolean in = operator("in", "not_in");
        String expected = "a segment's id, or a list of ids";
        JsonNode value = leaf.required("value", expected);
        if (value == null || !value.isArray()) {
            String id = value == null ? null : mentioned(value, leaf.at("value"), expected);
            return in == null || id == null ? null : new Rule.Segment(id, in);
        }
        if (value.size() > reading.limits().listValues()
                || depth >= reading.limits().depth()) {
            reading.tooLarge(
                    leaf.at("value"),
                    "at most " + reading.limits().listValues() + " ids, and at most "
                            + reading.limits().depth() + " groups in one another, of which a list is one");
            return null;
        }
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            String id = mentioned(value.get(i), leaf.at("value") + "/" + i, "a segment's id");
            if (i > 0) {
                reading.condition(leaf.at("value") + "/" + i);
            }
            if (id != null && in != null) {
                rules.add(new Rule.Segment(id, in));
            }
        }
        if (in == null || rules.size() < value.size()) {
            return null;
        }
        return rules.size() == 1 ? rules.get(0) : in ? new Rule.Or(rules) : new Rule.And(rules);
    }

    private @Nullable String mentioned(JsonNode value, String pointer, String expected) {
        String id = Literals.text(value, pointer, expected, reading);
        if (id != null) {
            reading.mention(pointer, id);
        }
        return id;
    }

    private @Nullable Rule bucket() {
        Boolean below = operator("lt", "lt");
        String expected = "a percentage from 0 to 100";
        JsonNode value = leaf.required("value", expected);
        BigDecimal percent = value == null ? null : Literals.number(value, leaf.at("value"), expected, reading);
        String salt = leaf.text("salt", "a text that is not empty");
        if (percent == null) {
            return null;
        }
        if (percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
            reading.outOfRange(leaf.at("value"), value, expected);
            return null;
        }
        return below == null || salt == null ? null : new Rule.Bucket(percent.doubleValue(), salt);
    }

    /** Whether the operator is the first of two; null if it is neither. */
    private @Nullable Boolean operator(String yes, String no) {
        String expected = yes.equals(no) ? yes : yes + " or " + no;
        String op = leaf.text("op", expected);
        if (op == null || op.equals(yes) || op.equals(no)) {
            return op == null ? null : Boolean.valueOf(op.equals(yes));
        }
        reading.invalid(leaf.at("op"), leaf.optional("op"), expected);
        return null;
    }
}
