package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.definition.Workspace;
import io.millrace.core.event.ContactId;
import io.millrace.core.rule.Rule;
import io.millrace.query.audience.AsOf;
import io.millrace.query.audience.AudienceScope;
import io.millrace.query.audience.AudienceStore;
import io.millrace.query.lifecycle.LifecycleQuestions;
import io.millrace.query.lifecycle.LifecycleStore;
import io.millrace.query.question.Asked;
import io.millrace.query.question.Cell;
import io.millrace.query.question.QuestionParser;
import io.millrace.query.question.Scope;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.series.SeriesQuestions;
import io.millrace.query.series.SeriesStore;
import io.millrace.query.stickiness.StickinessQuestions;
import io.millrace.query.stickiness.StickinessStore;
import io.millrace.query.time.TimeRangeParser;
import io.millrace.testing.EmbeddedServices;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Stickiness and lifecycle against their oracle, over generated histories that favour edges of buckets, clock changes and
 * merges; and of each cell that a segment's rule means, that the rule finds the same contacts.
 */
class ActivityOracleIT {

    private static final int PERSONS = 40;
    private static final int QUERIES = 3;
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe");
    private static final List<String> STATES = List.of("new", "returning", "resurrecting", "dormant");
    private static final long HOUR = 3_600_000;

    private final ClickHouseClient client = new ClickHouseClient(EmbeddedServices.clickhouse());
    private final QuestionParser questions = new QuestionParser(List.of(
            new StickinessQuestions(new StickinessStore(client, Map.of())),
            new LifecycleQuestions(new LifecycleStore(client, Map.of())),
            new SeriesQuestions(new SeriesStore(client, Map.of()))));
    private final AudienceStore audience = new AudienceStore(client, Map.of());

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void agreesWithTheOracle() {
        int rounds = Integer.getInteger("millrace.oracle.rounds", 12);
        long seed = OracleSeed.of("activity");
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            ActivityOracle.Asked frame = asked(random);
            Histories histories = histories(random, frame);
            histories.store(client);
            storeContacts(histories);
            for (int i = 0; i < QUERIES; i++) {
                ActivityOracle.Asked asked = i == 0 ? frame : varied(random, frame);
                String where = "seed " + seed + ", round " + round + ": " + asked;
                ActivityOracle oracle = new ActivityOracle(asked, histories.byContact());
                checkLifecycle(random, histories, asked, oracle, where);
                checkStickiness(random, histories, asked, oracle, where);
                checkSeries(random, histories, asked, oracle, where);
            }
        }
    }

    private void checkLifecycle(
            Random random, Histories histories, ActivityOracle.Asked asked, ActivityOracle oracle, String where) {
        Asked question = read(body("lifecycle", asked));
        Scope scope = new Scope(histories.workspace, Api.NOW);
        JsonNode data = question.answer(scope).json().path("data");
        List<String> expected = new ArrayList<>();
        for (int bucket = 0; bucket < oracle.buckets.size(); bucket++) {
            StringBuilder row = new StringBuilder();
            for (String state : STATES) {
                row.append(state)
                        .append(' ')
                        .append(oracle.inState(state, bucket).size())
                        .append(' ');
            }
            expected.add(row.toString());
        }
        List<String> shown = new ArrayList<>();
        data.forEach(bucket -> {
            StringBuilder row = new StringBuilder();
            STATES.forEach(state ->
                    row.append(state).append(' ').append(bucket.path(state)).append(' '));
            shown.add(row.toString());
        });
        assertThat(shown).as(where).isEqualTo(expected);

        for (String state : STATES) {
            int bucket = random.nextInt(3) == 0 ? 0 : random.nextInt(oracle.buckets.size());
            ObjectNode place = Json.MAPPER.createObjectNode();
            place.set("date", data.get(bucket).path("date"));
            Cell cell = cell(question, place.put("state", state));
            checkCell(cell, oracle.inState(state, bucket), histories, true, where + " " + place);
        }
    }

    private void checkStickiness(
            Random random, Histories histories, ActivityOracle.Asked asked, ActivityOracle oracle, String where) {
        boolean orMore = random.nextBoolean();
        ObjectNode body = body("stickiness", asked).put("or_more", orMore);
        Asked question = read(body);
        JsonNode answer =
                question.answer(new Scope(histories.workspace, Api.NOW)).json();
        List<String> expected = new ArrayList<>();
        for (int intervals = 1; intervals <= oracle.buckets.size(); intervals++) {
            expected.add(intervals + " " + oracle.sticky(intervals, orMore).size());
        }
        List<String> shown = new ArrayList<>();
        answer.path("data").forEach(row -> shown.add(row.path("intervals") + " " + row.path("contacts")));
        assertThat(shown).as(where).isEqualTo(expected);
        assertThat(answer.path("total").asInt())
                .as(where)
                .isEqualTo(oracle.sticky(1, true).size());

        int intervals = 1 + random.nextInt(Math.min(3, oracle.buckets.size()));
        Cell cell = cell(question, Json.MAPPER.createObjectNode().put("intervals", intervals));
        checkCell(cell, oracle.sticky(intervals, orMore), histories, false, where + " intervals " + intervals);
    }

    /** Series have an oracle of their own; here is asked what their cells become as rules. */
    private void checkSeries(
            Random random, Histories histories, ActivityOracle.Asked asked, ActivityOracle oracle, String where) {
        Asked question = read(body("unique_contacts", asked));
        JsonNode data =
                question.answer(new Scope(histories.workspace, Api.NOW)).json().path("data");
        int bucket = random.nextInt(oracle.buckets.size());
        ObjectNode place = Json.MAPPER.createObjectNode();
        place.set("date", data.get(bucket).path("date"));
        Set<Integer> active = oracle.inState("new", bucket);
        active.addAll(oracle.inState("returning", bucket));
        active.addAll(oracle.inState("resurrecting", bucket));
        checkCell(cell(question, place), active, histories, true, where + " " + place);
        checkCell(
                cell(question, Json.MAPPER.createObjectNode()),
                oracle.sticky(1, true),
                histories,
                true,
                where + " the total");
    }

    private void checkCell(Cell cell, Set<Integer> expected, Histories histories, boolean hasRule, String where) {
        List<BigInteger> numbers =
                expected.stream().map(histories::number).sorted().toList();
        assertThat(cell.contacts(new Scope(histories.workspace, Api.NOW)))
                .as(where)
                .isEqualTo(numbers);
        Optional<Rule> rule = cell.rule();
        assertThat(rule.isPresent()).as(where).isEqualTo(hasRule);
        rule.ifPresent(known -> assertThat(members(histories, known)).as(where).isEqualTo(numbers));
    }

    private List<BigInteger> members(Histories histories, Rule rule) {
        Workspace workspace =
                new Workspace(histories.workspace, "oracle", "oracle", ZoneOffset.UTC, Instant.ofEpochMilli(0));
        AudienceScope scope = audience.scope(workspace, Set.of(), id -> Optional.empty(), OptionalLong.empty());
        return audience.members(scope, rule, AsOf.at(Api.NOW.toEpochMilli()), Optional.empty(), 1_000).stream()
                .map(ContactId::number)
                .sorted()
                .toList();
    }

    private static Cell cell(Asked question, ObjectNode place) {
        Faults faults = new Faults();
        Optional<Cell> cell = question.cell(ObjectReader.of(place, "", faults).orElseThrow());
        faults.throwIfAny();
        return cell.orElseThrow();
    }

    private Asked read(ObjectNode body) {
        Faults faults = new Faults();
        Optional<? extends Asked> asked = questions.parse(
                ObjectReader.of(body, "", faults).orElseThrow(), new TimeRangeParser(ZoneOffset.UTC, Api.NOW));
        faults.throwIfAny();
        return asked.orElseThrow();
    }

    private static ObjectNode body(String type, ActivityOracle.Asked asked) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("type", type).put("event", asked.event());
        body.put("interval", asked.interval()).put("timezone", asked.zone().getId());
        body.put("week_start", asked.weekStart().name().toLowerCase(Locale.ROOT));
        body.put("from", Instant.ofEpochMilli(asked.from()).toString());
        body.put("to", Instant.ofEpochMilli(asked.to()).toString());
        if (!asked.kind().isEmpty()) {
            body.putObject("filters").put("properties.kind", asked.kind());
        }
        return body;
    }

    private static ActivityOracle.Asked asked(Random random) {
        String interval = List.of("hour", "day", "week", "month", "quarter").get(random.nextInt(5));
        long days = Map.of("hour", 1L, "day", 6L, "week", 28L, "month", 100L, "quarter", 300L)
                .getOrDefault(interval, 1L);
        ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        // Around the clock changes of October and November 2025, or up to a day in March 2026 before now.
        LocalDate day = random.nextBoolean()
                ? LocalDate.of(2025, 10, 25).plusDays(random.nextInt(9)).minusDays(days / 2)
                : LocalDate.of(2026, 2, 20).minusDays(days);
        long from = day.atStartOfDay(zone).toInstant().toEpochMilli();
        if (random.nextBoolean()) {
            // Within a bucket.
            from += random.nextInt(36) * HOUR / 2 + random.nextInt(2);
        }
        long to = from + days * 24 * HOUR - 1 - random.nextInt(5) * HOUR;
        return new ActivityOracle.Asked(
                interval,
                zone,
                DayOfWeek.of(1 + random.nextInt(7)),
                from,
                to,
                "buy",
                random.nextBoolean() ? "game" : "");
    }

    /** Another question about the same stretch of time. */
    private static ActivityOracle.Asked varied(Random random, ActivityOracle.Asked frame) {
        return new ActivityOracle.Asked(
                frame.interval(),
                frame.zone(),
                DayOfWeek.of(1 + random.nextInt(7)),
                frame.from() + random.nextInt(3) * 30 * 60_000,
                frame.to(),
                random.nextInt(4) == 0 ? "open" : "buy",
                random.nextBoolean() ? "book" : "");
    }

    private static Histories histories(Random random, ActivityOracle.Asked frame) {
        Histories histories = new Histories(random, PERSONS);
        long length = frame.to() - frame.from();
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < PERSONS * 7; i++) {
            long at;
            if (!times.isEmpty() && random.nextInt(3) == 0) {
                long step = List.of(0L, HOUR, 24 * HOUR, 7 * 24 * HOUR, 30 * 24 * HOUR)
                        .get(random.nextInt(5));
                at = times.get(random.nextInt(times.size())) + step * random.nextInt(3) - random.nextInt(2);
            } else if (random.nextInt(3) == 0) {
                long edge = random.nextBoolean() ? frame.from() : frame.to();
                at = edge - 1 + random.nextInt(3);
            } else {
                at = frame.from() - length / 2 + (long) (random.nextDouble() * length * 1.6);
            }
            times.add(at);
            Map<String, String> properties = new HashMap<>();
            properties.put("kind", random.nextInt(3) == 0 ? "book" : "game");
            histories.happened(
                    random.nextInt(PERSONS), random.nextInt(4) == 0 ? "open" : "buy", at, properties, Map.of());
        }
        return histories;
    }

    /** All that have events, as the audience job knows them. */
    private void storeContacts(Histories histories) {
        StringBuilder rows = new StringBuilder();
        for (int contact : histories.byContact().keySet()) {
            ObjectNode row = Json.MAPPER.createObjectNode().put("workspace", histories.workspace);
            row.put("contact", histories.number(contact)).put("external_id", "u" + contact);
            row.put("created_at", "1970-01-01 00:00:00.000").put("traits", "{}").put("version", 1);
            rows.append(row).append('\n');
        }
        client.insert(
                "contacts",
                "JSONEachRow",
                new ByteArrayInputStream(rows.toString().getBytes(StandardCharsets.UTF_8)),
                UUID.randomUUID().toString());
    }
}
