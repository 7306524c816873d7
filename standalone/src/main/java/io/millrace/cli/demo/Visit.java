package io.millrace.cli.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Timestamps;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One visit to the shop, written down event by event; each follows the one before after a while. */
final class Visit {

    private static final List<String> PRODUCTS = List.of(
            "Oak Desk", "Reading Lamp", "Wool Rug", "Wall Clock", "Book Shelf", "Desk Chair", "Tea Set", "Linen Set");
    private static final List<String> PRICES =
            List.of("349.00", "59.90", "189.00", "42.50", "129.99", "219.00", "36.75", "79.95");
    private static final List<String> PATHS =
            List.of("/", "/new", "/sale", "/products/oak-desk", "/products/wool-rug", "/about", "/help", "/blog/light");

    private final String idPrefix;
    private final Random random;
    private final String anonymousId;
    private final String source;
    private final List<DemoEvent> events = new ArrayList<>();
    private @Nullable String userId;
    private long at;

    /** @param idPrefix of message ids; the number of the event in the visit follows */
    Visit(String idPrefix, long startMillis, String anonymousId, String source, Random random) {
        this.idPrefix = idPrefix;
        this.at = startMillis;
        this.anonymousId = anonymousId;
        this.source = source;
        this.random = random;
    }

    List<DemoEvent> events() {
        return List.copyOf(events);
    }

    void knownAs(String user) {
        userId = user;
    }

    void looksAround() {
        int pages = 1 + random.nextInt(4);
        for (int i = 0; i < pages; i++) {
            String path = i == 0 ? "/" : PATHS.get(random.nextInt(PATHS.size()));
            ObjectNode page = add("page", null);
            page.put("name", path.equals("/") ? "Home" : path.substring(path.lastIndexOf('/') + 1));
            page.putObject("properties").put("path", path).put("url", "https://shop.example.com" + path);
        }
    }

    void signsUp(Contact contact) {
        userId = contact.userId();
        ObjectNode identify = add("identify", null);
        identify.putObject("traits")
                .put("email", contact.email())
                .put("first_name", contact.firstName())
                .put("last_name", contact.lastName())
                .put("plan", contact.plan())
                .put("source", contact.source())
                .put("signed_up_at", Timestamps.format(at));
        add("track", "signup_completed")
                .putObject("properties")
                .put("plan", contact.plan())
                .put("source", contact.source());
    }

    void logsIn() {
        String method = random.nextInt(4) == 0 ? "magic_link" : "password";
        add("track", "login").putObject("properties").put("method", method);
    }

    void buys() {
        int product = random.nextInt(PRODUCTS.size());
        int quantity = random.nextInt(5) == 0 ? 2 : 1;
        ObjectNode purchase = add("track", "purchase");
        purchase.putObject("properties")
                .put("order_id", "order-" + purchase.path("messageId").asText())
                .put("product", PRODUCTS.get(product))
                .put("quantity", quantity)
                .put("amount", new BigDecimal(PRICES.get(product)).multiply(BigDecimal.valueOf(quantity)))
                .put("currency", "EUR");
    }

    private ObjectNode add(String type, @Nullable String event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("messageId", idPrefix + "-" + events.size()).put("type", type);
        if (event != null) {
            json.put("event", event);
        }
        if (userId != null) {
            json.put("userId", userId);
        }
        json.put("anonymousId", anonymousId).put("timestamp", Timestamps.format(at));
        if (!source.equals("organic")) {
            json.putObject("context")
                    .putObject("campaign")
                    .put("source", source)
                    .put("medium", medium());
        }
        events.add(new DemoEvent(at, json));
        at += 2_000 + random.nextInt(90_000);
        return json;
    }

    private String medium() {
        return switch (source) {
            case "paid" -> "cpc";
            case "social" -> "social";
            default -> "referral";
        };
    }
}
