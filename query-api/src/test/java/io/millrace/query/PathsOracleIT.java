package io.millrace.query;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.Histories.Happened;
import io.millrace.query.path.PathsQuestions;
import io.millrace.query.path.PathsStore;
import io.millrace.query.question.Asked;
import io.millrace.query.question.Scope;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.TimeRangeParser;
import io.millrace.testing.EmbeddedServices;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Paths against lists of lists, over generated histories that favour ties, edges of sessions and merges. */
class PathsOracleIT {

    private static final int PERSONS = 40;
    private static final int QUERIES = 5;
    private static final long MINUTE = 60_000;
    private static final long START = Instant.parse("2026-02-01T00:00:00Z").toEpochMilli();

    private final ClickHouseClient client = new ClickHouseClient(EmbeddedServices.clickhouse());
    private final PathsQuestions questions = new PathsQuestions(new PathsStore(client, Map.of()));

    private record Step(int step, String from, String to) {}

    private record Shown(Step step, int contacts, double seconds) {}

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void agreesWithTheOracle() {
        int rounds = Integer.getInteger("millrace.oracle.rounds", 25);
        long seed = OracleSeed.of("paths");
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            Histories histories = histories(random);
            histories.store(client);
            for (int i = 0; i < QUERIES; i++) {
                check(random, histories, "seed " + seed + ", round " + round);
            }
        }
    }

    private void check(Random random, Histories histories, String where) {
        String anchor = List.of("", "start", "end").get(random.nextInt(3));
        int depth = 1 + random.nextInt(4);
        long session = List.of(1L, 10L, 30L).get(random.nextInt(3)) * MINUTE;
        int limit = random.nextBoolean() ? 3 : 1_000;
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("type", "paths")
                .put("depth", depth)
                .put("session", session + "ms")
                .put("limit", limit);
        body.put("from", "2026-02-01").put("to", "2026-02-03");
        if (!anchor.isEmpty()) {
            body.putObject(anchor).put("event", "b");
        }
        Map<Step, Set<Integer>> contacts = new TreeMap<>(Comparator.comparing(Step::toString));
        Map<Step, List<Long>> times = new TreeMap<>(Comparator.comparing(Step::toString));
        Set<Integer> walkers = new TreeSet<>();
        histories.byContact().forEach((contact, events) -> {
            for (List<Happened> path : paths(events, anchor, depth, session)) {
                for (int i = 1; i < path.size(); i++) {
                    Step step = new Step(i, path.get(i - 1).name(), path.get(i).name());
                    contacts.computeIfAbsent(step, unused -> new TreeSet<>()).add(contact);
                    times.computeIfAbsent(step, unused -> new ArrayList<>())
                            .add(path.get(i).at() - path.get(i - 1).at());
                    walkers.add(contact);
                }
            }
        });
        List<Shown> expected = contacts.keySet().stream()
                .map(step -> new Shown(
                        step,
                        requireNonNull(contacts.get(step)).size(),
                        requireNonNull(times.get(step)).stream()
                                        .mapToLong(Long::longValue)
                                        .average()
                                        .orElseThrow()
                                / 1_000))
                .sorted(Comparator.comparingInt((Shown shown) -> -shown.contacts())
                        .thenComparing(shown -> shown.step().step())
                        .thenComparing(shown -> shown.step().from())
                        .thenComparing(shown -> shown.step().to()))
                .limit(limit)
                .toList();

        Asked question = read(body.toString());
        Scope scope = new Scope(histories.workspace, Api.NOW);
        JsonNode answer = question.answer(scope).json();
        List<Shown> shown = new ArrayList<>();
        answer.path("data")
                .forEach(edge -> shown.add(new Shown(
                        new Step(
                                edge.path("step").asInt(),
                                edge.path("from").asText(),
                                edge.path("to").asText()),
                        edge.path("contacts").asInt(),
                        edge.path("average_seconds").asDouble())));

        assertThat(shown).as("%s: %s", where, body).isEqualTo(expected);
        assertThat(answer.path("total").asInt()).as("%s: %s", where, body).isEqualTo(walkers.size());
        if (!expected.isEmpty()) {
            Step step = expected.get(random.nextInt(expected.size())).step();
            ObjectNode cell = Json.MAPPER.createObjectNode();
            cell.put("step", step.step()).put("from", step.from()).put("to", step.to());
            assertThat(question.cell(ObjectReader.of(cell, "", new Faults()).orElseThrow())
                            .orElseThrow()
                            .contacts(scope))
                    .as("%s %s: %s", cell, where, body)
                    .isEqualTo(requireNonNull(contacts.get(step)).stream()
                            .map(histories::number)
                            .sorted()
                            .toList());
        }
    }

    /** Each session's path. */
    private static List<List<Happened>> paths(List<Happened> events, String anchor, int depth, long session) {
        List<List<Happened>> sessions = new ArrayList<>();
        long last = Long.MIN_VALUE / 2;
        for (Happened event : events) {
            if (event.at() >= START + 3 * 24 * 60 * MINUTE) {
                continue;
            }
            if (event.at() - last >= session) {
                sessions.add(new ArrayList<>());
            }
            sessions.get(sessions.size() - 1).add(event);
            last = event.at();
        }
        List<List<Happened>> paths = new ArrayList<>();
        for (List<Happened> whole : sessions) {
            List<String> names = whole.stream().map(Happened::name).toList();
            if (anchor.isEmpty()) {
                paths.add(whole.subList(0, Math.min(whole.size(), depth + 1)));
            } else if (names.contains("b") && anchor.equals("start")) {
                int first = names.indexOf("b");
                paths.add(whole.subList(first, Math.min(whole.size(), first + depth + 1)));
            } else if (names.contains("b")) {
                int end = names.lastIndexOf("b") + 1;
                paths.add(whole.subList(Math.max(0, end - depth - 1), end));
            }
        }
        return paths;
    }

    private Asked read(String body) {
        Faults faults = new Faults();
        ObjectReader reader = ObjectReader.of(Json.parse(body.getBytes(StandardCharsets.UTF_8)), "", faults)
                .orElseThrow();
        reader.text("type");
        var asked = questions.read("paths", reader, new TimeRangeParser(ZoneOffset.UTC, Api.NOW));
        faults.throwIfAny();
        return asked.orElseThrow();
    }

    private static Histories histories(Random random) {
        Histories histories = new Histories(random, PERSONS);
        for (int i = 0; i < PERSONS * 15; i++) {
            long at = START + random.nextInt(4 * 24 * 60) * MINUTE;
            if (i > 0 && random.nextInt(3) > 0) {
                long step = List.of(0L, MINUTE, 10 * MINUTE, 30 * MINUTE).get(random.nextInt(4));
                at = histories.events.get(random.nextInt(i)).at() + step - random.nextInt(2);
            }
            String name = List.of("a", "b", "c", "d").get(random.nextInt(4));
            histories.happened(random.nextInt(PERSONS), name, at, Map.of(), Map.of());
        }
        return histories;
    }
}
