package io.millrace.core.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignContext;
import io.millrace.core.campaign.CampaignLimits;
import io.millrace.core.campaign.CampaignParser;
import io.millrace.core.event.EventType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The engine against a second opinion that looks at everything every minute, over made-up campaigns and histories. */
class CampaignDifferentialTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long BEGIN = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
    private static final int MINUTES = 1_800;
    private static final List<String> EVENTS = List.of("a", "b", "c");

    @Test
    void bothDoTheSame() {
        long seed = Long.getLong("millrace.test.seed", 42);
        int rounds = Integer.getInteger("millrace.test.campaigns", 400);
        System.out.println("CampaignDifferentialTest: -Dmillrace.test.seed=" + seed);
        Set<String> seen = new HashSet<>();
        for (int round = 0; round < rounds; round++) {
            Random random = new Random(seed * 1_000_003 + round);
            String campaign = campaign(random);
            Scenario scenario = scenario(random, parsed(campaign));
            List<String> expected = new NaiveCampaign(scenario).run(BEGIN, BEGIN + MINUTES * 60_000L);
            List<String> found = lines(Simulation.runCampaign(scenario, new Budget(Duration.ofSeconds(60), 1_000_000)));

            assertThat(different(found, expected))
                    .as("only found, then only expected, in round %d of seed %d: %s", round, seed, campaign)
                    .isEmpty();
            expected.forEach(line -> seen.add(line.replaceFirst("^\\S+ (\\S+) \\S+ (m\\d )?", "$1 ")));
        }
        // Something of every kind has happened.
        assertThat(seen)
                .contains(
                        "skipped unsubscribed",
                        "skipped quiet_hours_dropped",
                        "skipped frequency_cap",
                        "exited exit_condition",
                        "exited goal",
                        "exited completed",
                        "exited campaign_completed");
    }

    private static List<String> different(List<String> found, List<String> expected) {
        List<String> more = new ArrayList<>(found);
        expected.forEach(more::remove);
        List<String> less = new ArrayList<>(expected);
        found.forEach(less::remove);
        more.replaceAll(line -> "found " + line);
        less.forEach(line -> more.add("expected " + line));
        return more;
    }

    private static List<String> lines(CampaignOutcome outcome) {
        return Stream.of(
                        outcome.entries().stream().map(entry -> line(entry.at(), "entered", entry.contact(), "")),
                        outcome.exits().stream()
                                .map(exit -> line(
                                        exit.at(),
                                        "exited",
                                        exit.contact(),
                                        exit.reason().text())),
                        outcome.conversions().stream().map(one -> line(one.at(), "converted", one.contact(), "")),
                        outcome.messages().stream()
                                .map(message ->
                                        line(message.at(), "sent", String.valueOf(message.contact()), message.node())),
                        outcome.skipped().stream()
                                .map(skip -> line(
                                        skip.at(),
                                        "skipped",
                                        skip.contact(),
                                        skip.node() + " " + skip.reason().text())))
                .flatMap(lines -> lines)
                .sorted()
                .toList();
    }

    private static String line(long at, String what, String contact, String more) {
        return Instant.ofEpochMilli(at) + " " + what + " " + contact + " " + more;
    }

    private static Campaign parsed(String json) {
        CampaignParser.Parsed parsed =
                new CampaignParser(CampaignLimits.DEFAULT).parse(json(json), "", CampaignContext.ANY);
        if (parsed instanceof CampaignParser.Parsed.Valid valid) {
            return valid.campaign();
        }
        throw new IllegalStateException(json + ": " + parsed);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** A chain of nodes; some ways out end the run. */
    private static String campaign(Random random) {
        boolean keyed = random.nextInt(4) == 0;
        boolean limited = !keyed && random.nextInt(3) == 0;
        List<String> nodes = new ArrayList<>();
        List<String> edges = new ArrayList<>();
        nodes.add("{'id':'t','type':'trigger','on':'event','event':'a'}");
        int length = 2 + random.nextInt(5);
        boolean waits = false;
        for (int i = 0; i < length; i++) {
            String to = i + 1 < length ? "m" + (i + 1) : "x";
            String id = "{'id':'m" + i + "','type':";
            int kind = random.nextInt(waits ? 8 : 9);
            waits |= kind == 8;
            nodes.add(
                    switch (kind) {
                        case 0, 1, 2 ->
                            id + "'send','channel':'push','template':'a'"
                                    + (random.nextInt(6) == 0 && !limited ? ",'transactional':true}" : "}");
                        case 3, 4 -> id + "'delay','duration':'" + (1 + random.nextInt(400)) + "m'}";
                        case 5 ->
                            id + "'wait','event':'" + EVENTS.get(random.nextInt(3)) + "','timeout':'"
                                    + (1 + random.nextInt(300)) + "m'"
                                    + (keyed && random.nextBoolean() ? ",'same_key':true}" : "}");
                        case 6 -> id + "'condition','rules':" + rule(random) + "}";
                        case 7 ->
                            id + "'set_field','field':'plan','value':'" + (random.nextBoolean() ? "pro" : "free")
                                    + "'}";
                        default ->
                            id + "'wait','rules':" + rule(random) + ",'timeout':'" + (1 + random.nextInt(500)) + "m'}";
                    });
            List<String> ways =
                    switch (kind) {
                        case 5, 8 -> List.of("met", "timeout");
                        case 6 -> List.of("yes", "no");
                        default -> List.of("");
                    };
            for (int way = 0; way < ways.size(); way++) {
                if (way == 0 || random.nextBoolean()) {
                    String when = ways.get(way).isEmpty() ? "" : ",'when':'" + ways.get(way) + "'";
                    edges.add("{'from':'m" + i + "','to':'" + to + "'" + when + "}");
                }
            }
        }
        nodes.add("{'id':'x','type':'exit'}");
        edges.add("{'from':'t','to':'m0'}");
        return "{'nodes':" + nodes + ",'edges':" + edges + ",'settings':{" + settings(random, keyed, limited) + "}}";
    }

    private static String rule(Random random) {
        return random.nextBoolean()
                ? "{'field':'traits.plan','op':'eq','value':'pro'}"
                : "{'field':'events." + EVENTS.get(random.nextInt(3)) + "','op':'count_eq','value':" + random.nextInt(3)
                        + ",'window':'" + (1 + random.nextInt(300)) + "m'}";
    }

    private static String settings(Random random, boolean keyed, boolean limited) {
        List<String> settings = new ArrayList<>();
        List<String> kinds = limited
                ? List.of("'never'", "'after_exit'", "{'cooldown':'3h'}")
                : List.of("'never'", "'after_exit'", "'every_event'", "{'cooldown':'3h'}");
        settings.add("'re_entry':" + (keyed ? "{'per_key':'key'}" : kinds.get(random.nextInt(kinds.size()))));
        if (limited) {
            settings.add("'daily_limit':" + (1 + random.nextInt(6)));
        }
        if (random.nextInt(3) == 0) {
            settings.add("'exit_conditions':[{'on':'event','event':'" + EVENTS.get(random.nextInt(3)) + "'"
                    + (keyed && random.nextBoolean() ? ",'same_key':true}]" : "}]"));
        }
        if (random.nextInt(3) == 0) {
            settings.add("'goal':{'event':'b','within':'" + (1 + random.nextInt(600)) + "m','exit':"
                    + random.nextBoolean() + "}");
        }
        if (random.nextInt(3) == 0) {
            int start = random.nextInt(24);
            int end = (start + 1 + random.nextInt(23)) % 24;
            settings.add("'quiet_hours':{'start':'%02d:30','end':'%02d:30','mode':'%s'}"
                    .formatted(start, end, random.nextInt(3) == 0 ? "drop" : "hold"));
        }
        if (random.nextInt(3) == 0) {
            settings.add("'frequency_cap':{'max':" + (1 + random.nextInt(3)) + ",'window':'" + (1 + random.nextInt(900))
                    + "m'}");
        }
        return String.join(",", settings);
    }

    private static Scenario scenario(Random random, Campaign campaign) {
        List<ScenarioEvent> events = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            long at = BEGIN + random.nextInt(MINUTES) * 60_000L;
            String key = random.nextInt(6) == 0 ? "{}" : "{'key':" + random.nextInt(4) + "}";
            events.add(new ScenarioEvent(
                    EventType.TRACK,
                    EVENTS.get(random.nextInt(3)),
                    at,
                    new Arrival(at, i),
                    null,
                    "u" + random.nextInt(4),
                    null,
                    null,
                    json(key),
                    json("{}")));
        }
        List<ScenarioAction> actions = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            actions.add(action(random, BEGIN + random.nextInt(MINUTES) * 60_000L));
        }
        return new Scenario(
                        ZoneOffset.UTC,
                        Set.of(),
                        Map.of(),
                        events,
                        actions,
                        OptionalLong.of(BEGIN + MINUTES * 60_000L),
                        Set.of())
                .with(new CampaignPlan(campaign, true, List.of()));
    }

    private static ScenarioAction action(Random random, long at) {
        String contact = "u" + random.nextInt(4);
        return switch (random.nextInt(15)) {
            case 0, 1, 2, 3 -> new CampaignAction.Move(at, CampaignAction.Move.To.RESUME, false);
            case 4, 5 -> new CampaignAction.Move(at, CampaignAction.Move.To.PAUSE, false);
            case 6 ->
                random.nextInt(6) == 0
                        ? new CampaignAction.Move(at, CampaignAction.Move.To.COMPLETE, false)
                        : new CampaignAction.Move(at, CampaignAction.Move.To.RESUME, false);
            case 7, 8 -> new ScenarioAction.ChangeSubscription(at, contact, null, false);
            case 9, 10 -> new ScenarioAction.ChangeSubscription(at, contact, null, true);
            default ->
                new ScenarioAction.UpdateContact(
                        at,
                        contact,
                        new ContactAction.Update(
                                (ObjectNode) json("{'plan':'" + (random.nextBoolean() ? "pro" : "free") + "'}"),
                                null,
                                List.of(),
                                List.of(),
                                Map.of()));
        };
    }
}
