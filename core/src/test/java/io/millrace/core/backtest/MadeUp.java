package io.millrace.core.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.audience.SegmentRule;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import io.millrace.core.rule.Rule;
import io.millrace.core.simulate.CampaignAction;
import io.millrace.core.simulate.CampaignPlan;
import io.millrace.core.simulate.Scenario;
import io.millrace.core.simulate.ScenarioAction;
import io.millrace.core.simulate.ScenarioEvent;
import io.millrace.core.simulate.SegmentSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A campaign and a history, made up at random: as a scenario for the simulation, and as stored rows for the backtest. */
final class MadeUp {

    static final Backtest.Pulse UNWATCHED = new Backtest.Pulse() {
        @Override
        public void contacts() {}

        @Override
        public void slots(long instant) {}
    };

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final List<String> EVENTS = List.of("a", "b", "c");

    /** The clocks are set forward in it, at 2026-03-29T01:00Z. */
    private static final long BEGIN = Instant.parse("2026-03-26T00:00:00Z").toEpochMilli();

    private static final long MINUTE = 60_000;
    private static final int MINUTES = 6 * 1_440;
    private static final int CONTACTS = 12;

    private final Random random;
    private final String campaign;
    private final long from = BEGIN + MINUTE * 1_440;
    private final long to;
    private final boolean enrollExisting;
    private final List<ScenarioEvent> events = new ArrayList<>();
    private final List<ScenarioAction> actions = new ArrayList<>();
    private final List<CampaignPlan.SentBefore> sentBefore = new ArrayList<>();
    private final Map<String, List<HistoryRow>> rows = new TreeMap<>();
    private final Map<String, SegmentSpec> segments = new LinkedHashMap<>();

    MadeUp(Random random) {
        this.random = random;
        this.campaign = new MadeUpCampaign(random).json();
        this.to = BEGIN + MINUTE * (MINUTES - random.nextInt(1_440));
        this.enrollExisting = random.nextBoolean();
        segments.put("s0", new SegmentSpec.Ruled(rule("{'field':'traits.plan','op':'eq','value':'pro'}")));
        segments.put(
                "s1",
                new SegmentSpec.Ruled(rule("{'field':'events.b','op':'count_gte','value':1,'window':'"
                        + (1 + random.nextInt(900)) + "m'}")));
        segments.put("s2", new SegmentSpec.HandKept(List.of()));
        segments.put(
                "s3",
                new SegmentSpec.Ruled(rule("{'operator':'OR','conditions':[{'field':'segments','op':'in','value':'s2'},"
                        + "{'field':'events.c','op':'count_eq','value':0,'window':'today'}]}")));
        int many = 150 + random.nextInt(250);
        for (int i = 0; i < many; i++) {
            event(i);
        }
        // A contact of which other campaigns' messages are known is there from the beginning.
        for (int contact = 0; contact < CONTACTS; contact += 3) {
            first(many + contact / 3, "u" + contact);
        }
        for (int i = 0; i < 60; i++) {
            action(i);
        }
        for (int i = 0; i < 12; i++) {
            messageOfAnother(i);
        }
        actions.add(0, new CampaignAction.Move(from, CampaignAction.Move.To.ACTIVATE, enrollExisting));
        rows.values().forEach(list -> list.sort(Comparator.comparing(HistoryRow::arrival)));
    }

    String campaign() {
        return campaign + (enrollExisting ? ", enroll_existing" : "") + ", to " + Instant.ofEpochMilli(to);
    }

    Scenario scenario() {
        return new Scenario(ZONE, Set.of("opted"), segments, events, actions, OptionalLong.of(to), Set.of())
                .with(new CampaignPlan(parsed(), false, sentBefore));
    }

    BacktestPlan plan() {
        List<SegmentRule> rules = new ArrayList<>();
        segments.forEach((name, spec) ->
                rules.add(new SegmentRule(name, 1, spec instanceof SegmentSpec.Ruled ruled ? ruled.rule() : null)));
        AudienceRules audience = new AudienceRules(1, ZONE, Set.of("opted"), rules, List.of(), Map.of());
        return new BacktestPlan("simulation", CampaignPlan.ID, 1, parsed(), audience, from, to, enrollExisting);
    }

    /** Rows by contact. */
    Map<String, List<HistoryRow>> histories() {
        return rows;
    }

    static Person root(String name) {
        return new Person(name.startsWith("u") ? Person.Kind.USER : Person.Kind.ANONYMOUS, name);
    }

    private Campaign parsed() {
        return Backtests.campaign(campaign);
    }

    private static Rule rule(String json) {
        return Backtests.rule(json);
    }

    private long instant() {
        return BEGIN + random.nextInt(MINUTES) * MINUTE;
    }

    private String contact() {
        int which = random.nextInt(CONTACTS);
        return which % 4 == 3 ? "x" + which : "u" + which;
    }

    private void event(int place) {
        long at = instant();
        long late =
                random.nextInt(8) == 0 ? Duration.ofHours(random.nextInt(100)).toMillis() : 0;
        String properties = random.nextInt(6) == 0 ? "{}" : "{\"key\":" + random.nextInt(4) + ",\"n\":1.50}";
        String name = EVENTS.get(random.nextInt(3));
        if (random.nextInt(120) == 0) {
            name = "message_bounced";
            properties = "{\"class\":\"hard\"}";
        }
        add(place, name, at - late, at, contact(), properties);
    }

    private void first(int place, String contact) {
        add(place, "hello", BEGIN, BEGIN, contact, "{}");
    }

    private void add(int place, String name, long timestamp, long arrived, String contact, String properties) {
        boolean user = contact.startsWith("u");
        Arrival arrival = new Arrival(arrived, place);
        ScenarioEvent event = new ScenarioEvent(
                EventType.TRACK,
                name,
                timestamp,
                arrival,
                null,
                user ? contact : null,
                user ? null : contact,
                null,
                json(properties),
                JsonNodeFactory.instance.objectNode());
        events.add(event);
        row(
                contact,
                HistoryRow.event(
                        EventType.TRACK,
                        name,
                        timestamp,
                        arrival,
                        event.messageId(),
                        user ? contact : "",
                        user ? "" : contact,
                        "{\"properties\":" + properties + "}"));
    }

    private void row(String contact, HistoryRow row) {
        rows.computeIfAbsent(contact, none -> new ArrayList<>()).add(row);
    }

    /** Of contacts with an external id: another name would be a new one's. */
    private void action(int place) {
        long at = instant();
        String contact = "u" + (random.nextInt(CONTACTS / 4) * 4 + random.nextInt(3));
        Arrival arrival = new Arrival(at, 1_000_000 + place);
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                String plan = random.nextBoolean() ? "pro" : "free";
                update(at, contact, JsonNodeFactory.instance.objectNode().put("plan", plan), null, Map.of());
                row(contact, HistoryRow.write("trait", "plan", "\"" + plan + "\"", at, arrival));
            }
            case 3 -> {
                String zone = random.nextBoolean() ? "America/New_York" : "Asia/Tokyo";
                update(at, contact, JsonNodeFactory.instance.objectNode().put("timezone", zone), null, Map.of());
                row(contact, HistoryRow.write("trait", "timezone", "\"" + zone + "\"", at, arrival));
            }
            case 4 -> {
                boolean in = random.nextBoolean();
                ScenarioAction.ChangeMembers.How how =
                        in ? ScenarioAction.ChangeMembers.How.ADD : ScenarioAction.ChangeMembers.How.REMOVE;
                actions.add(new ScenarioAction.ChangeMembers(at, "s2", List.of(contact), how));
                row(contact, HistoryRow.write("static", "s2", Boolean.toString(in), at, arrival));
            }
            case 5 -> {
                List<String> tags = random.nextBoolean() ? List.of("vip") : List.of();
                update(at, contact, JsonNodeFactory.instance.objectNode(), tags, Map.of());
                row(contact, HistoryRow.write("tags", "", tags.isEmpty() ? "[]" : "[\"vip\"]", at, arrival));
            }
            case 6 -> {
                BigDecimal score = new BigDecimal(random.nextInt(10) + ".5");
                update(at, contact, JsonNodeFactory.instance.objectNode(), null, Map.of("lead", score));
                row(contact, HistoryRow.write("score", "lead", score.toString(), at, arrival));
            }
            default -> {
                @Nullable String group = random.nextBoolean() ? null : "opted";
                boolean joins = random.nextBoolean();
                actions.add(new ScenarioAction.ChangeSubscription(at, contact, group, joins));
                row(
                        contact,
                        HistoryRow.write(
                                "subscription", group == null ? "" : group, Boolean.toString(joins), at, arrival));
            }
        }
    }

    private void update(
            long at,
            String contact,
            ObjectNode traits,
            @Nullable List<String> tags,
            Map<String, @Nullable BigDecimal> scores) {
        actions.add(new ScenarioAction.UpdateContact(
                at, contact, new ContactAction.Update(traits, tags, List.of(), List.of(), scores)));
    }

    private void messageOfAnother(int place) {
        long at = instant();
        String contact = "u" + random.nextInt(CONTACTS / 3) * 3;
        sentBefore.add(new CampaignPlan.SentBefore(at, contact));
        row(
                contact,
                HistoryRow.event(
                        EventType.TRACK,
                        "message_sent",
                        at,
                        new Arrival(at, 500_000 + place),
                        "m" + place,
                        contact,
                        "",
                        "{\"properties\":{\"campaign_id\":\"other\"}}"));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
