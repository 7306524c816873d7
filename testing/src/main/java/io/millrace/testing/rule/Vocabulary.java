package io.millrace.testing.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Timestamps;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

/** The few names and values that rules and histories share, so that they meet. */
final class Vocabulary {

    static final List<String> GROUPS = List.of("news", "offers");
    static final List<String> TAGS = List.of("vip", "VIP", "beta");
    static final List<String> SCORES = List.of("lead", "risk");
    static final List<String> HAND_KEPT = List.of("invited", "staff");

    static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(NODES)
            .build();

    /** More often those that rules like to combine. */
    private static final List<String> TRACKS = List.of(
            "login", "login", "login", "order", "order", "cart", "video_play", "video_stop", "page", "message_opened");

    private static final List<String> PATTERNS = List.of(
            "login",
            "login",
            "login",
            "order",
            "order",
            "cart",
            "video_*",
            "*",
            "page",
            "screen",
            "never",
            "message_opened",
            "message_*");

    private static final List<String> SCALARS =
            List.of("0", "1", "\"1\"", "\"1.0\"", "2", "2.5", "-1", "\"gold\"", "\"Gold\"", "\"gol\"", "true", "false");

    /** What only data has: nothing, empty, lists, objects. */
    private static final List<String> OTHERS = List.of("null", "\"\"", "[\"gold\", 1]", "[]");

    private final Random random;
    private final Moments moments;

    Vocabulary(Random random, Moments moments) {
        this.random = random;
        this.moments = moments;
    }

    String track() {
        return pick(TRACKS);
    }

    String pattern() {
        return pick(PATTERNS);
    }

    /** A value that rules compare with. */
    JsonNode scalar() {
        return json(pick(SCALARS));
    }

    JsonNode value() {
        return random.nextInt(4) == 0 ? json(pick(OTHERS)) : scalar();
    }

    /** A date in one of the forms that count as one, or something that is none. */
    JsonNode date() {
        long millis = moments.any();
        return switch (random.nextInt(6)) {
            case 0 -> NODES.numberNode(millis);
            case 1 -> NODES.numberNode(seconds(millis));
            case 2 -> NODES.textNode(Timestamps.format(millis).substring(0, 10));
            case 3 -> random.nextInt(3) == 0 ? NODES.textNode("soon") : NODES.textNode(String.valueOf(millis));
            default -> NODES.textNode(Timestamps.format(millis));
        };
    }

    /** In plain digits: of numbers with an exponent, contains sees one form live and another in what is stored. */
    private static BigDecimal seconds(long millis) {
        BigDecimal seconds = BigDecimal.valueOf(millis, 3).stripTrailingZeros();
        return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
    }

    BigDecimal number() {
        return new BigDecimal(pick(List.of("-1", "0", "0.5", "1", "2", "2.5", "3")));
    }

    /** The properties of an event, each of them sometimes missing. */
    ObjectNode properties() {
        ObjectNode properties = NODES.objectNode();
        if (random.nextInt(4) > 0) {
            properties.set("amount", value());
        }
        if (random.nextInt(3) > 0) {
            properties.set("cohort", value());
        }
        if (random.nextInt(3) == 0) {
            properties.putObject("item").set("kind", scalar());
        }
        return properties;
    }

    String property() {
        return pick(List.of("amount", "amount", "amount", "cohort", "cohort", "cohort", "item.kind", "missing"));
    }

    /** One to three traits. */
    ObjectNode traits() {
        ObjectNode traits = NODES.objectNode();
        for (int i = random.nextInt(3); i >= 0; i--) {
            switch (random.nextInt(7)) {
                case 0, 6 -> traits.set("plan", value());
                case 1 -> traits.set("mrr", value());
                case 2 -> traits.set("joined_at", random.nextInt(5) == 0 ? value() : date());
                case 3 -> address(traits);
                case 4 -> traits.put("timezone", timezone());
                default -> traits.set("stage", scalar());
            }
        }
        return traits;
    }

    String trait() {
        return pick(List.of(
                "plan", "plan", "plan", "mrr", "mrr", "joined_at", "address.city", "address", "stage", "missing"));
    }

    private void address(ObjectNode traits) {
        ObjectNode address = traits.putObject("address");
        address.set("city", value());
        if (random.nextBoolean()) {
            address.set("zip", value());
        }
    }

    private String timezone() {
        return random.nextInt(4) == 0 ? "Nowhere/City" : pick(Moments.ZONES).getId();
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }
}
