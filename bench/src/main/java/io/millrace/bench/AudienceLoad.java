package io.millrace.bench;

import io.millrace.core.event.EventType;
import io.millrace.streams.record.EventRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Segments of every kind, a trait, a count in a window, nested groups over both, a windowed sum and another segment, in
 * turn, and events of 500 bytes that touch them: 20 names, every twentieth call an identify.
 */
final class AudienceLoad {

    static final String WORKSPACE = "ws_bench";
    static final int NAMES = 20;
    static final String VISIT = "visited";

    private AudienceLoad() {}

    static String segment(int i) {
        return "seg_" + i;
    }

    /** The rules of so many segments, as JSON texts. */
    static List<String> rules(int count) {
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rules.add(("{'operator':'AND','conditions':[" + conditions(i) + "]}").replace('\'', '"'));
        }
        return rules;
    }

    private static String conditions(int i) {
        String trait = "{'field':'traits.plan','op':'eq','value':'plan-%d'}".formatted(i % 7);
        String count = "{'field':'events.event_%d','op':'count_gte','value':%d,'window':'%s'}"
                .formatted(i % NAMES, 2 + i % 3, i % 8 == 1 ? 2 + i % 5 + "s" : 1 + i % 30 + "d");
        String sum = "{'field':'events.event_%d','op':'sum_gte','value':%d,'property':'price','window':'%dd'}"
                .formatted((i + 3) % NAMES, 100 + i, 1 + i % 7);
        String where = ("{'field':'events.event_%d','op':'count_gte','value':1,'window':'%dh','where':"
                        + "[{'field':'properties.currency','op':'eq','value':'EUR'},"
                        + "{'field':'properties.price','op':'gte','value':%d}]}")
                .formatted((i + 7) % NAMES, 1 + i % 20, 10 + i % 50);
        return switch (i % 5) {
            case 0 -> trait;
            case 1, 2 -> count;
            case 3 ->
                "{'operator':'OR','conditions':[" + trait + "," + count + "]},{'operator':'NOT','conditions':[" + where
                        + "]}";
            default -> sum + ",{'field':'segments','op':'in','value':'" + segment(i - 2) + "'}";
        };
    }

    static EventRecord event(int i, int contacts) {
        boolean identify = i % 20 == 19;
        return record(i, identify ? null : "event_" + spread(i) % NAMES, Math.floorMod(i * 7_919L, contacts));
    }

    /** One of a contact of its own. */
    static EventRecord visit(int i) {
        return record(i, VISIT, i);
    }

    private static EventRecord record(int i, @Nullable String name, long person) {
        return new EventRecord(
                WORKSPACE,
                "key_bench",
                "",
                name == null ? EventType.IDENTIFY : EventType.TRACK,
                "message-" + i,
                name,
                "person-" + person,
                null,
                null,
                null,
                0,
                body(i, name == null ? "traits" : "properties").getBytes(StandardCharsets.UTF_8));
    }

    /** Neighbours far apart, so that names and persons are independent. */
    private static int spread(int i) {
        return (i * 0x9e3779b1) >>> 8;
    }

    private static String body(int i, @Nullable String section) {
        return "{\"context\":{\"ip\":\"203.0.113." + i % 250
                + "\",\"locale\":\"en-GB\",\"library\":{\"name\":\"analytics.js\",\"version\":\"2.11.1\"},"
                + "\"page\":{\"path\":\"/products/" + i % 1000 + "\",\"title\":\"Product " + i % 1000
                + "\",\"referrer\":\"https://www.example.com/search?q=" + i % 777 + "\"}},\"" + section
                + "\":{\"plan\":\"plan-" + spread(i) % 7 + "\",\"product_id\":\"p-" + i % 1000 + "\",\"price\":"
                + i % 10_000 / 100.0 + ",\"currency\":\"EUR\",\"category\":\"shoes\"},\"integrations\":{}}";
    }
}
