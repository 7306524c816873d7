package io.millrace.flink.audience.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.ConflictResolution;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignContext;
import io.millrace.core.campaign.CampaignLimits;
import io.millrace.core.campaign.CampaignParser;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import io.millrace.core.rule.RuleLimits;
import io.millrace.core.rule.RuleParser;
import io.millrace.core.simulate.Budget;
import io.millrace.core.simulate.CampaignAction;
import io.millrace.core.simulate.CampaignOutcome;
import io.millrace.core.simulate.CampaignPlan;
import io.millrace.core.simulate.Scenario;
import io.millrace.core.simulate.ScenarioAction;
import io.millrace.core.simulate.ScenarioEvent;
import io.millrace.core.simulate.SegmentSpec;
import io.millrace.core.simulate.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The stage, with walks, late hand-overs and restarts at other parallelisms in between, against the simulation, which has
 * none of these: over made-up campaigns and histories both do the same at the same instants. Limits that a gate keeps are
 * left out. {@code -Dmillrace.test.seed=… -Dmillrace.test.campaigns=…} for more of it.
 */
class CampaignStageDifferentialTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = CampaignPlan.ID;
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    /** The night in which clocks are set forward lies in the middle. */
    private static final long BEGIN = Instant.parse("2026-03-28T12:00:00Z").toEpochMilli();

    private static final long MINUTE = 60_000L;
    private static final int MINUTES = 1_800;
    private static final List<String> EVENTS = List.of("a", "b", "c");

    /** Each is a segment of its own, so that all its conditions have their past at any time. */
    private static final List<String> RULES = List.of(
            "{'field':'traits.plan','op':'eq','value':'pro'}",
            "{'field':'events.a','op':'count_gte','value':2,'window':'5h'}",
            "{'field':'events.b','op':'count_eq','value':1,'window':'3h'}",
            "{'operator':'NOT','conditions':[{'field':'events.c','op':'count_gte','value':1,'window':'4h'}]}",
            "{'field':'events.b','op':'last_older_than','value':'90m'}");

    @Test
    void bothDoTheSame() throws Exception {
        long seed = Long.getLong("millrace.test.seed", 42);
        int rounds = Integer.getInteger("millrace.test.campaigns", 25);
        System.out.println("CampaignStageDifferentialTest: -Dmillrace.test.seed=" + seed);
        Set<String> seen = new HashSet<>();
        for (int round = 0; round < rounds; round++) {
            History history = new History(new Random(seed * 1_000_003 + round));
            List<String> expected = simulated(history.scenario());
            List<String> found = staged(history, new Random(seed * 7_000_003 + round));

            assertThat(different(found, expected))
                    .as("only found, then only expected, in round %d of seed %d: %s", round, seed, history.versions)
                    .isEmpty();
            expected.forEach(line -> seen.add(line.replaceFirst("^\\S+ ", "").replaceAll(" (m\\d )?\\S*$", "")));
        }
        assertThat(seen)
                .contains("entered", "sent", "converted", "exited completed", "exited exit_condition", "exited merged")
                .contains("exited deleted", "exited campaign_completed");
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

    private static List<String> simulated(Scenario scenario) {
        CampaignOutcome outcome = Simulation.runCampaign(scenario, new Budget(Duration.ofSeconds(60), 1_000_000));
        return Stream.of(
                        outcome.entries().stream().map(one -> line(one.contact(), "entered", one.at())),
                        outcome.exits().stream()
                                .map(one -> line(
                                        one.contact(), "exited " + one.reason().text(), one.at())),
                        outcome.conversions().stream().map(one -> line(one.contact(), "converted", one.at())),
                        outcome.messages().stream()
                                .map(one -> line(String.valueOf(one.contact()), "sent " + one.node(), one.at())),
                        outcome.skipped().stream()
                                .map(one -> line(
                                        one.contact(),
                                        "skipped " + one.node() + " "
                                                + one.reason().text(),
                                        one.at())))
                .flatMap(lines -> lines)
                .sorted()
                .toList();
    }

    private static String line(String contact, String what, long at) {
        return contact + " " + what + " " + at;
    }

    /** The same history told to the stage in pieces, each followed by whatever may happen to a job. */
    private static List<String> staged(History history, Random random) throws Exception {
        try (Stage stage = new Stage(1 + random.nextInt(2))) {
            stage.settings(BEGIN - 100, "{\"timezone\":\"" + ZONE + "\"}");
            for (int rule = 0; rule < RULES.size(); rule++) {
                stage.live(BEGIN - 90, "s" + rule, RULES.get(rule));
            }
            List<Told> told = history.told();
            List<String> lines = new ArrayList<>();
            int next = 0;
            long now = BEGIN - 100;
            while (now < BEGIN + MINUTES * MINUTE) {
                now = Math.min(BEGIN + MINUTES * MINUTE, now + 1 + random.nextInt(300) * MINUTE / 2);
                while (next < told.size() && told.get(next).at() <= now) {
                    told.get(next++).what().tell(stage);
                }
                stage.advanceTo(now);
                lines.addAll(stage.told());
                if (random.nextInt(3) == 0) {
                    stage.waitMillis(random.nextInt(30));
                }
                if (random.nextInt(3) == 0) {
                    stage.commit();
                }
                lines.addAll(stage.told());
                if (random.nextInt(10) == 0) {
                    stage.restart(1 + random.nextInt(3));
                }
            }
            for (int i = 0; i < 20; i++) {
                stage.commit();
                stage.waitMillis(10);
            }
            lines.addAll(stage.told());
            return lines.stream()
                    .filter(line ->
                            !line.contains(" reached ") && !line.contains(" moved ") && !line.contains(" answered "))
                    .map(line -> line.replaceFirst("entered \\S+", "entered"))
                    .sorted()
                    .toList();
        }
    }

    private interface What {
        void tell(Stage stage) throws Exception;
    }

    /** Something that the stage is told; definitions come before all else of their instant. */
    private record Told(long at, int order, What what) {}

    /** A made-up campaign, its versions, and what happens to contacts and to it. */
    private static final class History {

        private final Random random;
        private final String trigger;
        private final boolean keyed;
        private final boolean activeFromTheStart;
        final List<String> versions = new ArrayList<>();
        private final List<ScenarioEvent> events = new ArrayList<>();
        private final List<ScenarioAction> actions = new ArrayList<>();
        private final List<Told> told = new ArrayList<>();
        private final Map<String, String> roots = new HashMap<>();
        private String status;
        private int activation;

        History(Random random) {
            this.random = random;
            this.keyed = random.nextInt(5) == 0;
            this.activeFromTheStart = random.nextBoolean();
            String segment = "s" + random.nextInt(RULES.size());
            int kind = keyed ? 0 : random.nextInt(6);
            this.trigger = "{'id':'t','type':'trigger',"
                    + switch (kind) {
                        case 0, 1 -> "'on':'event','event':'a'";
                        case 2 -> "'on':'segment_entry','segment':'" + segment + "'";
                        case 3 -> "'on':'segment_exit','segment':'" + segment + "'";
                        case 4 -> "'on':'scheduled','at':'2026-03-28T02:30','every':'day','segment':'" + segment + "'";
                        default -> "'on':'scheduled','segment':'" + segment + "'";
                    }
                    + (random.nextInt(3) == 0 ? ",'rules':" + rule() : "")
                    + "}";
            this.status = activeFromTheStart && kind != 5 ? "active" : "draft";
            this.activation = status.equals("active") ? 1 : 0;
            versions.add(campaign());
            version(BEGIN - 80);
            make();
            told.sort(Comparator.comparingLong(Told::at).thenComparingInt(Told::order));
        }

        List<Told> told() {
            return told;
        }

        Scenario scenario() {
            RuleParser parser = new RuleParser(RuleLimits.DEFAULT);
            Map<String, SegmentSpec> segments = new LinkedHashMap<>();
            for (int rule = 0; rule < RULES.size(); rule++) {
                if (parser.parse(json(RULES.get(rule)), "") instanceof RuleParser.Parsed.Valid valid) {
                    segments.put("s" + rule, new SegmentSpec.Ruled(valid.rule()));
                }
            }
            return new Scenario(
                            ZONE,
                            Set.of(),
                            segments,
                            events,
                            actions,
                            OptionalLong.of(BEGIN + MINUTES * MINUTE),
                            Set.of())
                    .with(new CampaignPlan(parsed(versions.get(0)), activation0(), List.of()));
        }

        private boolean activation0() {
            return activeFromTheStart && !isLaunched();
        }

        private boolean isLaunched() {
            return trigger.contains("'on':'scheduled','segment'");
        }

        private void version(long at) {
            int number = versions.size();
            String content = versions.get(number - 1);
            String stands = status;
            int launches = activation;
            told.add(new Told(at, 0, stage -> {
                stage.version(at, ID, number, content);
                stage.campaign(at, ID, number, stands, launches, false);
            }));
        }

        private void make() {
            List<Long> minutes = new ArrayList<>();
            for (int i = 0; i < 90; i++) {
                minutes.add(BEGIN + random.nextInt(MINUTES) * MINUTE);
            }
            minutes.sort(Comparator.naturalOrder());
            for (int user = 0; user < 4; user++) {
                event("u" + user, BEGIN + user * 1_000L, "b", "{}");
            }
            Set<Long> alone = new TreeSet<>();
            for (long minute : minutes) {
                // What changes who somebody is, or the campaign, has its second for itself.
                long second = minute + 1_000L * (1 + alone.size() % 50);
                int kind = random.nextInt(30);
                if (kind >= 10 || !alone.add(second)) {
                    something(minute);
                } else if (kind == 0) {
                    merge(second);
                } else if (kind == 1) {
                    delete(second);
                } else if (kind == 2) {
                    edit(minute);
                } else {
                    move(minute);
                }
            }
        }

        private String user() {
            String user = "u" + random.nextInt(4);
            while (roots.containsKey(user)) {
                user = roots.get(user);
            }
            return user;
        }

        private static Person person(String user) {
            return new Person(Person.Kind.USER, user);
        }

        private void something(long at) {
            int kind = random.nextInt(12);
            if (kind < 8) {
                event(
                        user(),
                        at,
                        random.nextInt(25) == 0 ? "message_complained" : EVENTS.get(random.nextInt(3)),
                        random.nextInt(6) == 0 ? "{}" : "{'key':" + random.nextInt(3) + "}");
            } else if (kind < 11) {
                update(at);
            } else {
                subscribe(at);
            }
        }

        private void event(String user, long at, String name, String properties) {
            int place = events.size();
            events.add(new ScenarioEvent(
                    EventType.TRACK,
                    name,
                    at,
                    new Arrival(at, place),
                    null,
                    user,
                    null,
                    null,
                    json(properties),
                    json("{}")));
            told.add(new Told(at, 1, stage -> stage.event(user, name, at, at, properties)));
        }

        private void update(long at) {
            String user = user();
            String traits = random.nextBoolean() ? "{'plan':'pro'}" : "{'plan':'free'}";
            actions.add(new ScenarioAction.UpdateContact(
                    at,
                    user,
                    new ContactAction.Update((ObjectNode) json(traits), null, List.of(), List.of(), Map.of())));
            told.add(new Told(at, 1, stage -> stage.action(user, at, "r", "{'do':'update','traits':" + traits + "}")));
        }

        private void subscribe(long at) {
            String user = user();
            boolean subscribed = random.nextBoolean();
            actions.add(new ScenarioAction.ChangeSubscription(at, user, null, subscribed));
            told.add(new Told(
                    at,
                    1,
                    stage -> stage.action(user, at, "r", subscribed ? "{'do':'subscribe'}" : "{'do':'unsubscribe'}")));
        }

        private void merge(long at) {
            String source = user();
            String target = user();
            if (!source.equals(target)) {
                roots.put(source, target);
                actions.add(new ScenarioAction.MergeContacts(at, source, target, ConflictResolution.PREFER_TARGET));
                told.add(new Told(
                        at, 1, stage -> stage.merge(person(source), person(target), at, "PREFER_TARGET", "r")));
            }
        }

        private void delete(long at) {
            String user = user();
            actions.add(new ScenarioAction.DeleteContact(at, user));
            told.add(new Told(at, 1, stage -> stage.action(user, at, "r", "{'do':'delete'}")));
            event(user, at + 1, "b", "{}");
        }

        private void edit(long at) {
            if (!status.equals("completed")) {
                versions.add(campaign());
                actions.add(new CampaignAction.EditCampaign(at, parsed(versions.get(versions.size() - 1))));
                version(at);
            }
        }

        /** As the API does it: what is refused, or so already, writes nothing. */
        private void move(long at) {
            CampaignAction.Move.To to = random.nextInt(25) == 0
                    ? CampaignAction.Move.To.COMPLETE
                    : status.equals("draft")
                            ? CampaignAction.Move.To.ACTIVATE
                            : status.equals("paused") ? CampaignAction.Move.To.RESUME : CampaignAction.Move.To.PAUSE;
            boolean enroll = random.nextBoolean() && to != CampaignAction.Move.To.PAUSE;
            if (status.equals("completed") || status.equals("draft") && to == CampaignAction.Move.To.COMPLETE) {
                return;
            }
            actions.add(new CampaignAction.Move(at, to, enroll));
            boolean launch = status.equals("draft");
            status = to == CampaignAction.Move.To.PAUSE
                    ? "paused"
                    : to == CampaignAction.Move.To.COMPLETE ? "completed" : "active";
            if (status.equals("active") && (launch || enroll)) {
                activation++;
            }
            String stands = status;
            int launches = activation;
            int number = versions.size();
            String[] fires = launch && isLaunched() ? new String[] {"t"} : new String[0];
            told.add(new Told(at, 0, stage -> stage.campaign(at, ID, number, stands, launches, enroll, fires)));
        }

        private String rule() {
            return RULES.get(random.nextInt(RULES.size()));
        }

        /** A chain of nodes; some ways out end the run. */
        private String campaign() {
            List<String> nodes = new ArrayList<>(List.of(trigger));
            List<String> edges = new ArrayList<>(List.of("{'from':'t','to':'m0'}"));
            int length = 2 + random.nextInt(5);
            for (int i = 0; i < length; i++) {
                String id = "{'id':'m" + i + "','type':";
                int kind = random.nextInt(8);
                nodes.add(
                        switch (kind) {
                            case 0, 1, 2 -> id + "'send','channel':'onsite','content':'x'}";
                            case 3 -> id + "'delay','duration':'" + (1 + random.nextInt(400)) + "m'}";
                            case 4 -> id + "'delay_until_time','time':'02:30'}";
                            case 5 -> id + "'wait','event':'c','timeout':'" + (1 + random.nextInt(300)) + "m'}";
                            case 6 -> id + "'condition','rules':" + rule() + "}";
                            default ->
                                id + "'wait','rules':" + rule() + ",'timeout':'" + (1 + random.nextInt(500)) + "m'}";
                        });
                List<String> ways =
                        switch (kind) {
                            case 5, 7 -> List.of(",'when':'met'", ",'when':'timeout'");
                            case 6 -> List.of(",'when':'yes'", ",'when':'no'");
                            default -> List.of("");
                        };
                for (String way : i + 1 < length ? ways : List.<String>of()) {
                    if (way.equals(ways.get(0)) || random.nextBoolean()) {
                        edges.add("{'from':'m" + i + "','to':'m" + (i + 1) + "'" + way + "}");
                    }
                }
            }
            return "{'nodes':" + nodes + ",'edges':" + edges + ",'settings':{" + settings() + "}}";
        }

        private String settings() {
            List<String> settings = new ArrayList<>();
            List<String> kinds = List.of("'never'", "'after_exit'", "'every_event'", "{'cooldown':'3h'}");
            settings.add("'re_entry':" + (keyed ? "{'per_key':'key'}" : kinds.get(random.nextInt(kinds.size()))));
            if (random.nextInt(3) == 0) {
                settings.add(
                        random.nextBoolean()
                                ? "'exit_conditions':[{'on':'event','event':'b'}]"
                                : "'exit_conditions':[{'on':'segment_exit','segment':'s0'}]");
            }
            if (random.nextInt(3) == 0) {
                settings.add("'goal':{'event':'b','within':'" + (1 + random.nextInt(600)) + "m','exit':"
                        + random.nextBoolean() + "}");
            }
            if (random.nextInt(3) == 0) {
                settings.add("'quiet_hours':{'start':'01:30','end':'0%d:30','mode':'%s'}"
                        .formatted(3 + random.nextInt(6), random.nextInt(3) == 0 ? "drop" : "hold"));
            }
            if (random.nextInt(3) == 0) {
                settings.add("'frequency_cap':{'max':2,'window':'" + (1 + random.nextInt(900)) + "m'}");
            }
            return String.join(",", settings);
        }
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
}
