package io.millrace.query.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.OracleSeed;
import io.millrace.query.question.Asked;
import io.millrace.query.question.Cell;
import io.millrace.query.question.Scope;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.TimeRangeParser;
import io.millrace.testing.EmbeddedServices;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole answers out of ClickHouse against {@link FunnelOracle}: rows, merged contacts, groups and cells included. */
class FunnelOracleIT {

    private static final int PERSONS = 80;
    private static final int QUERIES = 6;
    private static final List<String> NAMES = List.of("a", "b", "c", "x");
    private static final List<String> COLOURS = List.of("", "blue", "green", "red");
    private static final Instant DAY = Instant.parse("2026-02-01T00:00:00Z");

    private final ClickHouseClient client = new ClickHouseClient(EmbeddedServices.clickhouse());
    private final FunnelQuestions questions = new FunnelQuestions(new FunnelStore(client, Map.of()));
    private String workspace = "";

    @AfterEach
    void close() {
        client.close();
    }

    /** An event as it was stored. */
    private record Stored(BigInteger contact, String session, long at, String name, String colour) {}

    /** A step or exclusion: events of a name, of any colour or of one. */
    private record Wanted(String name, String colour) {

        boolean matches(Stored event) {
            return isNamed(event) && (colour.isEmpty() || event.colour().equals(colour));
        }

        boolean isNamed(Stored event) {
            return name.equals("*") || event.name().equals(name);
        }

        ObjectNode json() {
            ObjectNode node = Json.MAPPER.createObjectNode().put("event", name);
            if (!colour.isEmpty()) {
                node.putObject("filters").put("properties.colour", colour);
            }
            return node;
        }
    }

    @Test
    void answersAgreeWithTheOracle() {
        int rounds = Integer.getInteger("millrace.oracle.rounds", 12);
        long seed = OracleSeed.of("funnel");
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            workspace = EmbeddedServices.freshWorkspace().id();
            List<Stored> events = store(random);
            for (int query = 0; query < QUERIES; query++) {
                check(random, events, "seed " + seed + ", round " + round);
            }
        }
    }

    private void check(Random random, List<Stored> events, String what) {
        List<Wanted> steps = new ArrayList<>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            steps.add(wanted(random));
        }
        List<Wanted> exclusions = random.nextInt(3) > 0 ? List.of() : List.of(wanted(random));
        ObjectNode asked = asked(random, steps, exclusions);
        boolean bySession = random.nextInt(4) == 0;
        if (bySession) {
            asked.put("actor", "properties.session");
        }
        Faults faults = new Faults();
        Asked question = ObjectReader.of(asked, "", faults)
                .flatMap(reader -> {
                    reader.text("type");
                    return questions.read("funnel", reader, new TimeRangeParser(ZoneOffset.UTC, DAY));
                })
                .orElseThrow(() -> new AssertionError(asked + " has faults"));
        FunnelQuery query = FunnelParser.parse(reader(asked), new TimeRangeParser(ZoneOffset.UTC, DAY))
                .orElseThrow()
                .query();
        JsonNode answer = question.answer(new Scope(workspace, DAY)).json();
        Expected expected = expected(query, steps, exclusions, events, bySession);

        String place = what + ": " + asked;
        assertThat(counts(answer)).as(place).isEqualTo(expected.counts.get("all"));
        Map<String, List<Long>> groups = new TreeMap<>();
        answer.path("groups").forEach(group -> groups.put(group.path("label").asText(), counts(group)));
        expected.counts.remove("all");
        assertThat(groups).as(place).isEqualTo(expected.counts);

        int last = steps.size();
        ObjectNode cell = Json.MAPPER.createObjectNode().put("step", last).put("outcome", "reached");
        Optional<Cell> reached = question.cell(reader(cell));
        assertThat(reached.orElseThrow().contacts(new Scope(workspace, DAY)))
                .as(place)
                .containsExactlyElementsOf(expected.reachedLast);
    }

    private static ObjectReader reader(ObjectNode node) {
        ObjectReader reader = ObjectReader.of(node, "", new Faults()).orElseThrow();
        reader.text("type");
        return reader;
    }

    private static List<Long> counts(JsonNode node) {
        List<Long> counts = new ArrayList<>();
        node.path("data").forEach(step -> counts.add(step.path("count").asLong()));
        return counts;
    }

    /** Counts by label of the group, and the contacts that did the last step. */
    private static final class Expected {
        private final Map<String, List<Long>> counts = new TreeMap<>();
        private final TreeSet<BigInteger> reachedLast = new TreeSet<>();

        void add(String label, long[] times) {
            List<Long> line = counts.computeIfAbsent(label, unused -> new ArrayList<>());
            while (line.size() < times.length) {
                line.add(0L);
            }
            for (int step = 0; step < times.length; step++) {
                line.set(step, line.get(step) + (times[step] == Attempts.NEVER ? 0 : 1));
            }
        }
    }

    private static Expected expected(
            FunnelQuery query, List<Wanted> steps, List<Wanted> exclusions, List<Stored> events, boolean bySession) {
        Map<Object, List<Stored>> byActor = new TreeMap<>();
        for (Stored event : events) {
            if (!bySession || !event.session().isEmpty()) {
                byActor.computeIfAbsent(bySession ? event.session() : event.contact(), unused -> new ArrayList<>())
                        .add(event);
            }
        }
        FunnelOracle oracle = new FunnelOracle(query);
        Expected expected = new Expected();
        expected.counts.put(
                "all", new ArrayList<>(steps.stream().map(step -> 0L).toList()));
        for (List<Stored> stored : byActor.values()) {
            List<ActorEvent> history = new ArrayList<>();
            for (Stored event : stored) {
                history.add(seen(event, steps, exclusions));
            }
            history.sort(Comparator.comparingLong(ActorEvent::timestampMillis));
            oracle.run(history).ifPresent(times -> {
                expected.add("all", times);
                if (times[times.length - 1] != Attempts.NEVER) {
                    stored.stream()
                            .filter(event -> seen(event, steps, exclusions).steps() != 0)
                            .filter(event -> event.at() >= query.range().fromMillis()
                                    && event.at() <= query.range().toMillis())
                            .forEach(event -> expected.reachedLast.add(event.contact()));
                }
            });
            if (!query.grouping().isNone()) {
                oracle.groups(history)
                        .forEach((values, times) ->
                                expected.add(values.get(0).isEmpty() ? "$none" : values.get(0), times));
            }
        }
        return expected;
    }

    private static ActorEvent seen(Stored event, List<Wanted> steps, List<Wanted> exclusions) {
        int matched = 0;
        int named = 0;
        for (int step = 0; step < steps.size(); step++) {
            matched |= steps.get(step).matches(event) ? 1 << step : 0;
            named |= steps.get(step).isNamed(event) ? 1 << step : 0;
        }
        int excluded = !exclusions.isEmpty() && exclusions.get(0).matches(event) ? 1 : 0;
        return new ActorEvent(event.at(), matched, named, excluded, List.of(event.colour()));
    }

    private static Wanted wanted(Random random) {
        String name = random.nextInt(8) == 0 ? "*" : NAMES.get(random.nextInt(NAMES.size()));
        return new Wanted(name, random.nextInt(3) == 0 ? COLOURS.get(1 + random.nextInt(3)) : "");
    }

    private static ObjectNode asked(Random random, List<Wanted> steps, List<Wanted> exclusions) {
        ObjectNode asked = Json.MAPPER.createObjectNode().put("type", "funnel");
        asked.put("order", List.of("ordered", "strict", "unordered").get(random.nextInt(3)));
        asked.put("from", "2026-02-01T00:00:03").put("to", "2026-02-01T00:00:12");
        asked.put("window", (1 + random.nextInt(8)) + "s");
        asked.put("conversion_after_range", random.nextInt(3) == 0);
        for (Wanted step : steps) {
            ObjectNode node = step.json();
            if (random.nextInt(6) == 0) {
                node.put("first_time", random.nextBoolean() ? "matching" : "ever");
            }
            asked.withArray("steps").add(node);
        }
        exclusions.forEach(exclusion -> asked.withArray("exclusions").add(exclusion.json()));
        if (random.nextBoolean()) {
            asked.put("group_by", "properties.colour");
            String step = "step:" + (1 + random.nextInt(steps.size()));
            asked.put(
                    "attribution",
                    List.of("first_touch", "last_touch", "all_steps", step).get(random.nextInt(4)));
        }
        return asked;
    }

    /** Persons, every third of them linked to another's contact, with events in sixteen seconds; in order of arrival. */
    private List<Stored> store(Random random) {
        List<Stored> stored = new ArrayList<>();
        StringBuilder rows = new StringBuilder();
        StringBuilder links = new StringBuilder();
        for (int number = 0; number < PERSONS; number++) {
            BigInteger person = person(number);
            BigInteger contact = number % 3 == 2 ? person(number - 1) : person;
            if (number % 3 == 2) {
                links.append(
                        "{\"workspace\":\"%s\",\"person\":%s,\"from_ms\":0,\"contact\":%s,\"kind\":\"u\",\"id\":\"p%d\",\"version\":1}\n"
                                .formatted(workspace, person, contact, number));
            }
            for (int i = random.nextInt(7); i > 0; i--) {
                String session = random.nextInt(4) == 0 ? "" : "s" + (number + random.nextInt(3));
                Stored event = new Stored(
                        contact,
                        session,
                        DAY.toEpochMilli() + random.nextInt(16) * 1000L,
                        NAMES.get(random.nextInt(NAMES.size())),
                        COLOURS.get(random.nextInt(COLOURS.size())));
                rows.append(row(person, event, stored.size())).append('\n');
                stored.add(event);
            }
        }
        insert("events", rows);
        insert("identities", links);
        return stored;
    }

    private ObjectNode row(BigInteger person, Stored event, int offset) {
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("workspace", workspace).put("event", event.name()).put("type", "track");
        row.put("timestamp", time(event.at())).put("person", person).put("message_id", "m" + offset);
        row.put("received_at", time(DAY.toEpochMilli() + offset))
                .put("partition", 0)
                .put("offset", offset);
        row.putObject("properties").put("colour", event.colour()).put("session", event.session());
        return row;
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString().replace('T', ' ').replace("Z", "");
    }

    private BigInteger person(int number) {
        return ContactId.of(workspace, new Person(Person.Kind.USER, "p" + number))
                .number();
    }

    private void insert(String table, StringBuilder rows) {
        client.insert(
                table,
                "JSONEachRow",
                new ByteArrayInputStream(rows.toString().getBytes(StandardCharsets.UTF_8)),
                UUID.randomUUID().toString());
    }
}
