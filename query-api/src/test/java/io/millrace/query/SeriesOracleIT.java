package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import io.millrace.query.series.SeriesOracle;
import io.millrace.query.series.SeriesOracle.Fact;
import io.millrace.query.series.SeriesOracle.Numbers;
import io.millrace.query.series.SeriesOracle.Question;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Made-up histories around the days on which zones change their clocks, with ties, instants on the borders of buckets and
 * windows, merged identities and values of every kind; every number of every answer is compared with the oracle's.
 */
class SeriesOracleIT {

    private static final int QUERIES = 60;
    private static final List<String> MEASURES = List.of(
            "total",
            "unique_contacts",
            "rolling_7d_contacts",
            "rolling_30d_contacts",
            "avg_per_contact",
            "max_per_contact",
            "sum",
            "avg",
            "min",
            "max",
            "p1",
            "p50",
            "p90",
            "p99");
    private static final List<String> PLANS = List.of("", "", "gold", "tin", "$x", "0", "1.0", "1");
    private static final List<String> TIERS = List.of("", "A", "B");
    private static final List<String> AMOUNTS =
            List.of("", "0.1", "0.2", "10", "1e1", "-3.25", "x", "100000000000000000001");

    private final Api api = Api.start();
    private final List<Fact> facts = new ArrayList<>();
    private final List<Map<String, String>> fields = new ArrayList<>();

    @AfterEach
    void close() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-29T01:00:00Z, 11",
        "America/Santiago, 2026-09-06T04:00:00Z, 12",
        "Australia/Lord_Howe, 2026-04-04T15:00:00Z, 13",
        "America/Havana, 2026-11-01T05:00:00Z, 14",
        "Asia/Kathmandu, 2026-02-28T18:15:00Z, 15",
        // At 00:01 clocks went back to 23:01 of the day before: two days are two stretches each.
        "America/St_Johns, 2010-11-07T02:31:00Z, 16"
    })
    void everyNumberIsTheOracles(String zone, Instant change, long round) {
        long seed = OracleSeed.of("series") + round;
        Random random = new Random(seed);
        store(ZoneId.of(zone), change, random);
        for (int i = 0; i < QUERIES; i++) {
            ask(ZoneId.of(zone), change, random, "seed " + seed + ", query " + i);
        }
    }

    private void store(ZoneId zone, Instant change, Random random) {
        List<Instant> instants = new ArrayList<>();
        for (int i = 0; i < 220; i++) {
            // Half of them on a border of a local hour or day, or a millisecond beside it.
            Instant at = change.plus(Duration.ofMinutes(random.nextInt(70 * 1440) - 45 * 1440));
            instants.add(
                    switch (random.nextInt(4)) {
                        case 0 ->
                            at.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
                        case 1 ->
                            at.atZone(zone)
                                    .toLocalDate()
                                    .atStartOfDay(zone)
                                    .toInstant()
                                    .minusMillis(1);
                        case 2 -> at.truncatedTo(ChronoUnit.HOURS);
                        default -> i > 0 && random.nextBoolean() ? instants.get(random.nextInt(i)) : at;
                    });
            instants.add(change.plusSeconds(60L * (random.nextInt(600) - 300)));
        }
        String[] tiers = {"A", "B", "A", "", "B", "", "A"};
        for (Instant at : instants) {
            int person = random.nextInt(10);
            String event = random.nextInt(3) == 0 ? "b" : "a";
            String plan = PLANS.get(random.nextInt(PLANS.size()));
            String amount = AMOUNTS.get(random.nextInt(AMOUNTS.size()));
            // Persons 7 to 9 are anonymous: the pasts of users 0 and 1, and one of its own.
            boolean anonymous = person >= 7;
            api.track((anonymous ? "a" : "u") + person, event, at.toString(), "plan", plan, "amount", amount);
            if (anonymous) {
                api.lastRow()
                        .put("person", number(Person.Kind.ANONYMOUS, "a" + person))
                        .put("user_id", "");
            }
            int contact = person == 7 ? 0 : person == 8 ? 1 : person;
            String tier = contact < tiers.length ? tiers[contact] : "";
            facts.add(new Fact("c" + contact, event, at, amountOf(amount), List.of()));
            fields.add(Map.of("properties.plan", plan, "traits.tier", tier));
        }
        api.stored();
        for (int i = 0; i < 2; i++) {
            api.insert(
                    "identities",
                    List.of(row().put("person", number(Person.Kind.ANONYMOUS, "a" + (7 + i)))
                            .put("from_ms", 0)
                            .put("contact", number(Person.Kind.USER, "u" + i))
                            .put("version", 1)));
        }
        for (int i = 0; i < tiers.length; i++) {
            ObjectNode traits = Json.MAPPER.createObjectNode();
            if (!tiers[i].isEmpty()) {
                traits.put("tier", tiers[i]);
            }
            api.insert(
                    "contacts",
                    List.of(row().put("contact", number(Person.Kind.USER, "u" + i))
                            .put("traits", traits.toString())
                            .put("version", 1)));
        }
    }

    private void ask(ZoneId zone, Instant change, Random random, String which) {
        String interval = List.of("minute", "hour", "day", "day", "week", "month", "quarter", "year")
                .get(random.nextInt(8));
        boolean hours = interval.equals("minute") || interval.equals("hour");
        LocalDateTime middle = LocalDateTime.ofInstant(change, zone);
        LocalDateTime from = middle.minusMinutes(random.nextInt(hours ? 300 : 20 * 1440));
        LocalDateTime to = from.plusMinutes(random.nextInt(hours ? 600 : 25 * 1440));
        boolean dates = !hours && random.nextBoolean();
        ObjectNode query = Json.MAPPER.createObjectNode().put("type", "timeseries");
        query.put("interval", interval).put("timezone", zone.getId());
        Instant first = dates
                ? from.toLocalDate().atStartOfDay(zone).toInstant()
                : from.atZone(zone).toInstant();
        Instant last = dates
                ? to.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant().minusMillis(1)
                : to.atZone(zone).toInstant();
        last = last.isBefore(first) ? first : last;
        query.put("from", dates ? from.toLocalDate().toString() : first.toString());
        query.put("to", dates ? to.toLocalDate().toString() : last.toString());
        DayOfWeek weekStart = random.nextBoolean() ? DayOfWeek.MONDAY : DayOfWeek.values()[random.nextInt(7)];
        query.put("week_start", weekStart.name().toLowerCase(java.util.Locale.ROOT));
        String measure = MEASURES.get(random.nextInt(MEASURES.size()));
        boolean ofNumbers = MEASURES.indexOf(measure) >= MEASURES.indexOf("sum");
        boolean cumulative = List.of("total", "unique_contacts", "sum").contains(measure) && random.nextBoolean();
        query.put("cumulative", cumulative);
        List<List<String>> groupings = List.of(
                List.of(),
                List.of("properties.plan"),
                List.of("traits.tier"),
                List.of("properties.plan", "traits.tier"));
        List<String> grouping = groupings.get(random.nextInt(groupings.size()));
        int limit = 1 + random.nextInt(4);
        boolean other = random.nextInt(3) > 0;
        if (!grouping.isEmpty()) {
            ArrayNode groupBy = query.put("limit", limit).put("other", other).putArray("group_by");
            grouping.forEach(groupBy::add);
        }
        ObjectNode series =
                query.putArray("series").addObject().put("event", "a").put("measure", measure);
        if (ofNumbers) {
            series.put("property", "properties.amount");
        }
        String filter = List.of("", "properties.plan", "traits.tier").get(random.nextInt(3));
        String value = filter.equals("traits.tier") ? TIERS.get(1 + random.nextInt(2)) : "gold";
        boolean negated = random.nextBoolean();
        if (!filter.isEmpty()) {
            query.putArray("filters")
                    .addObject()
                    .put("field", filter)
                    .put("op", negated ? "neq" : "eq")
                    .put("value", value);
        }
        List<Fact> chosen = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            Fact fact = facts.get(i);
            Map<String, String> texts = fields.get(i);
            boolean passes = filter.isEmpty() || value.equals(texts.get(filter)) != negated;
            if (fact.event().equals("a") && passes) {
                chosen.add(new Fact(
                        fact.contact(),
                        "a",
                        fact.at(),
                        fact.amount(),
                        grouping.stream()
                                .map(field -> texts.getOrDefault(field, ""))
                                .toList()));
            }
        }
        SeriesOracle oracle = new SeriesOracle(
                new Question(first, last, zone, interval, weekStart, measure, cumulative, limit, other), chosen);
        JsonNode answer = api.query(query.toString()).path("series").get(0);
        Numbers expected = grouping.isEmpty() ? oracle.plain() : oracle.grouped(grouping.size());
        assertThat(shown(answer, !grouping.isEmpty()))
                .as("%s: %s", which, query)
                .isEqualTo(text(expected));
        people(query, answer, grouping.isEmpty() && measure.endsWith("contacts"), which);
    }

    /** A number of contacts is a number of people. */
    private void people(ObjectNode query, JsonNode answer, boolean countsContacts, String which) {
        if (!countsContacts) {
            return;
        }
        JsonNode bucket = answer.path("data").get(answer.path("data").size() / 2);
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.set("query", query);
        body.putObject("cell").put("series", "A").set("date", bucket.path("date"));
        JsonNode people = api.json(200, api.post("/v1/analytics/people", api.secretKey, body.toString()));
        assertThat(people.path("total").asInt())
                .as("%s: %s", which, body)
                .isEqualTo(bucket.path("value").asInt());
    }

    private static List<String> shown(JsonNode answer, boolean grouped) {
        List<String> lines = new ArrayList<>();
        answer.path("data").forEach(bucket -> {
            StringBuilder line = new StringBuilder(bucket.path("date").asText());
            if (grouped) {
                bucket.path("groups").properties().forEach(entry -> line.append(' ')
                        .append(entry.getKey())
                        .append('=')
                        .append(text(entry.getValue().decimalValue())));
            } else {
                line.append(' ').append('=').append(text(bucket.path("value").decimalValue()));
            }
            lines.add(line.toString());
        });
        answer.path("groups")
                .forEach(group -> lines.add(group.path("label").asText() + " total "
                        + text(group.path("total").decimalValue())));
        lines.add("total " + text(answer.path("total").decimalValue()));
        return lines;
    }

    private static List<String> text(Numbers expected) {
        List<String> lines = new ArrayList<>();
        expected.buckets().forEach((bucket, row) -> {
            StringBuilder line = new StringBuilder(bucket);
            row.forEach(
                    (group, value) -> line.append(' ').append(group).append('=').append(text(value)));
            lines.add(line.toString());
        });
        expected.totals().forEach((group, total) -> lines.add(group + " total " + text(total)));
        lines.add("total " + text(expected.total()));
        return lines;
    }

    /** Twelve digits: what is rounded at all is rounded far behind them. */
    private static String text(BigDecimal number) {
        BigDecimal rounded = number.round(new MathContext(12)).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    private static @Nullable BigDecimal amountOf(String text) {
        return text.isEmpty() || text.equals("x") ? null : new BigDecimal(text);
    }

    private ObjectNode row() {
        return Json.MAPPER.createObjectNode().put("workspace", api.workspace.id());
    }

    private java.math.BigInteger number(Person.Kind kind, String id) {
        return ContactId.of(api.workspace.id(), new Person(kind, id)).number();
    }
}
