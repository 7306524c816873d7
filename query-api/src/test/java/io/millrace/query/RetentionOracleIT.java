package io.millrace.query;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.question.Asked;
import io.millrace.query.question.Scope;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.retention.RetentionQuestions;
import io.millrace.query.retention.RetentionStore;
import io.millrace.query.time.TimeRangeParser;
import io.millrace.testing.EmbeddedServices;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Retention against its oracle, over generated histories that favour edges, ties, clock changes and merges. */
class RetentionOracleIT {

    private static final int PERSONS = 60;
    private static final int QUERIES = 3;
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "America/Santiago", "Pacific/Apia");
    private static final List<String> APPS = List.of("", "web", "ios", "tv", "$x");
    private static final long HOUR = 3_600_000;

    private final ClickHouseClient client = new ClickHouseClient(EmbeddedServices.clickhouse());
    private final RetentionQuestions questions = new RetentionQuestions(new RetentionStore(client, Map.of()));

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void agreesWithTheOracle() {
        int rounds = Integer.getInteger("millrace.oracle.rounds", 25);
        long seed = OracleSeed.of("retention");
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            RetentionOracle.Asked frame = asked(random);
            Histories histories = histories(random, frame);
            histories.store(client);
            for (int i = 0; i < QUERIES; i++) {
                RetentionOracle.Asked asked = i == 0 ? frame : varied(random, frame);
                check(random, histories, asked, "seed " + seed + ", round " + round);
            }
        }
    }

    private void check(Random random, Histories histories, RetentionOracle.Asked asked, String where) {
        RetentionOracle oracle = new RetentionOracle(asked, histories.byContact(), Api.NOW);
        int limit = random.nextBoolean() ? 2 : 25;
        boolean grouped = random.nextBoolean();
        String body = body(asked, grouped ? ",\"group_by\":\"properties.app\",\"limit\":" + limit : "");
        Asked question = read(body);
        Scope scope = new Scope(histories.workspace, Api.NOW);
        JsonNode answer = question.answer(scope).json();

        assertThat(lines(answer)).as("%s: %s", where, body).isEqualTo(oracle.table(Optional.empty()));
        List<Group> groups = grouped ? groups(oracle, limit) : List.of();
        assertThat(answer.path("groups").size()).as("%s: %s", where, body).isEqualTo(groups.size());
        for (int i = 0; i < groups.size(); i++) {
            JsonNode shown = answer.path("groups").get(i);
            assertThat(shown.path("label").asText())
                    .as("%s: %s", where, body)
                    .isEqualTo(groups.get(i).label());
            assertThat(lines(shown))
                    .as("%s: %s %s", where, groups.get(i), body)
                    .isEqualTo(oracle.table(Optional.of(groups.get(i).values())));
        }
        checkCell(random, histories, oracle, question, scope, groups, where + ": " + body);
    }

    private static void checkCell(
            Random random,
            Histories histories,
            RetentionOracle oracle,
            Asked question,
            Scope scope,
            List<Group> groups,
            String where) {
        int cohort = random.nextInt(oracle.cohorts());
        int column = random.nextInt(3);
        ObjectNode cell = Json.MAPPER.createObjectNode();
        cell.put("cohort", oracle.cohort(cohort)).put("column", column);
        Optional<Set<String>> values = Optional.empty();
        if (!groups.isEmpty() && random.nextInt(4) > 0) {
            Group group = groups.get(random.nextInt(groups.size()));
            values = Optional.of(group.values());
            if (group.label().equals("$other")) {
                cell.put("other", true);
            } else {
                String value = group.values().iterator().next();
                cell.putArray("group").add(value.isEmpty() ? null : value);
            }
        }
        boolean away = random.nextBoolean();
        cell.put("outcome", away ? "away" : "returned");
        Faults faults = new Faults();
        var place = question.cell(ObjectReader.of(cell, "", faults).orElseThrow());
        if (place.isEmpty()) {
            assertThat(faults.isEmpty()).isFalse();
            return;
        }
        Set<Integer> expected = new TreeSet<>(oracle.members(cohort, column, values));
        if (away) {
            Set<Integer> all = new TreeSet<>(oracle.members(cohort, 0, values));
            all.removeAll(expected);
            expected = all;
        }
        if (oracle.notBegun(cohort, column)) {
            expected = Set.of();
        }
        List<BigInteger> numbers =
                expected.stream().map(histories::number).sorted().toList();
        assertThat(place.get().contacts(scope)).as("%s %s", cell, where).isEqualTo(numbers);
    }

    private record Group(String label, Set<String> values) {}

    private static List<Group> groups(RetentionOracle oracle, int limit) {
        Map<String, Long> totals = new HashMap<>();
        for (String value : oracle.values()) {
            long total = 0;
            for (int cohort = 0; cohort < oracle.cohorts(); cohort++) {
                total += oracle.members(cohort, 0, Optional.of(Set.of(value))).size();
            }
            totals.put(value, total);
        }
        List<String> sorted = new ArrayList<>(totals.keySet());
        sorted.remove("");
        sorted.sort((one, other) -> requireNonNull(totals.get(one)).equals(requireNonNull(totals.get(other)))
                ? label(one).compareTo(label(other))
                : Long.compare(requireNonNull(totals.get(other)), requireNonNull(totals.get(one))));
        List<Group> groups = new ArrayList<>();
        Set<String> rest = new TreeSet<>();
        for (String value : sorted) {
            if (groups.size() < limit) {
                groups.add(new Group(label(value), Set.of(value)));
            } else {
                rest.add(value);
            }
        }
        if (totals.containsKey("")) {
            groups.add(new Group("$none", Set.of("")));
        }
        if (!rest.isEmpty()) {
            groups.add(new Group("$other", rest));
        }
        return groups;
    }

    private static String label(String value) {
        return value.startsWith("$") ? "$" + value : value;
    }

    private Asked read(String body) {
        Faults faults = new Faults();
        ObjectReader reader = ObjectReader.of(
                        Json.parse(body.getBytes(java.nio.charset.StandardCharsets.UTF_8)), "", faults)
                .orElseThrow();
        reader.text("type");
        Optional<? extends Asked> asked =
                questions.read("cohort_retention", reader, new TimeRangeParser(ZoneOffset.UTC, Api.NOW));
        faults.throwIfAny();
        return asked.orElseThrow();
    }

    private static String body(RetentionOracle.Asked asked, String more) {
        String kind =
                asked.startKind().isEmpty() ? "" : ",\"filters\":{\"properties.kind\":\"" + asked.startKind() + "\"}";
        return "{\"type\":\"cohort_retention\",\"start\":{\"event\":\"buy\"" + kind + "},"
                + (asked.returnIsStart() ? "" : "\"return\":{\"event\":\"open\"},")
                + "\"mode\":\"" + asked.mode() + "\",\"period\":\"" + asked.period() + "\","
                + (asked.periods() > 0 ? "\"periods\":" + asked.periods() + "," : "")
                + "\"on_or_after\":" + asked.onOrAfter() + ",\"rolling\":" + asked.rolling()
                + ",\"min_occurrences\":" + asked.minOccurrences() + ",\"timezone\":\"" + asked.zone()
                + "\",\"week_start\":\"" + asked.weekStart().name().toLowerCase(java.util.Locale.ROOT)
                + "\",\"from\":\"" + asked.from() + "\",\"to\":\"" + asked.to() + "\"" + more + "}";
    }

    private static List<String> lines(JsonNode node) {
        List<String> lines = new ArrayList<>(RetentionIT.table(node));
        StringBuilder rates = new StringBuilder("rates:");
        node.path("summary").path("rates").forEach(rate -> rates.append(' ').append(rate.asText()));
        lines.add(rates.toString());
        return lines;
    }

    private static RetentionOracle.Asked asked(Random random) {
        String period = List.of("hour", "day", "week", "month").get(random.nextInt(4));
        int days =
                switch (period) {
                    case "hour" -> 1;
                    case "day" -> 6;
                    case "week" -> 28;
                    default -> 100;
                };
        // Around the clock changes of October and November 2025 and of March 2026, near which it is now.
        LocalDate from = random.nextBoolean()
                ? LocalDate.of(2025, 10, 23)
                : LocalDate.of(2026, 3, 14).minusDays(days);
        from = from.plusDays(random.nextInt(5));
        return new RetentionOracle.Asked(
                List.of("recurring", "first_time", "first_ever").get(random.nextInt(3)),
                period,
                random.nextBoolean() ? 0 : 1 + random.nextInt(5),
                random.nextInt(3) == 0,
                random.nextInt(3) == 0,
                random.nextInt(3) == 0 ? 2 : 1,
                random.nextBoolean() ? "game" : "",
                random.nextBoolean(),
                ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
                DayOfWeek.of(1 + random.nextInt(7)),
                from,
                from.plusDays(days - 1 - random.nextInt(Math.max(1, days / 3))));
    }

    /** Another question about the same stretch of time. */
    private static RetentionOracle.Asked varied(Random random, RetentionOracle.Asked frame) {
        RetentionOracle.Asked other = asked(random);
        return new RetentionOracle.Asked(
                other.mode(),
                frame.period(),
                other.periods(),
                other.onOrAfter(),
                other.rolling(),
                other.minOccurrences(),
                other.startKind(),
                other.returnIsStart(),
                frame.zone(),
                other.weekStart(),
                frame.from(),
                frame.to());
    }

    private static Histories histories(Random random, RetentionOracle.Asked frame) {
        Histories histories = new Histories(random, PERSONS);
        long first = frame.from().atStartOfDay(frame.zone()).toInstant().toEpochMilli();
        long last =
                frame.to().plusDays(1).atStartOfDay(frame.zone()).toInstant().toEpochMilli();
        long length = last - first;
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < PERSONS * 8; i++) {
            long at;
            if (!times.isEmpty() && random.nextInt(3) == 0) {
                long step = List.of(0L, HOUR, 24 * HOUR, 7 * 24 * HOUR, 30 * 24 * HOUR)
                        .get(random.nextInt(5));
                at = times.get(random.nextInt(times.size())) + step * random.nextInt(3) - random.nextInt(2);
            } else if (random.nextInt(3) == 0) {
                LocalDate day = frame.from().plusDays(random.nextInt((int) (length / (24 * HOUR)) + 2));
                at = day.atStartOfDay(frame.zone())
                                .plusHours(random.nextInt(4))
                                .toInstant()
                                .toEpochMilli()
                        - random.nextInt(2);
            } else {
                at = first - length / 3 + (long) (random.nextDouble() * length * 1.8);
            }
            times.add(at);
            Map<String, String> properties = new HashMap<>();
            String app = APPS.get(random.nextInt(APPS.size()));
            if (!app.isEmpty() || random.nextBoolean()) {
                properties.put("app", app);
            }
            properties.put("kind", random.nextInt(3) == 0 ? "book" : "game");
            histories.happened(
                    random.nextInt(PERSONS), random.nextInt(3) == 0 ? "open" : "buy", at, properties, Map.of());
        }
        return histories;
    }
}
