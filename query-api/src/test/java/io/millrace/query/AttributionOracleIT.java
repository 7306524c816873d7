package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.attribution.AttributionQuestions;
import io.millrace.query.attribution.AttributionStore;
import io.millrace.query.question.Asked;
import io.millrace.query.question.Scope;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.TimeRangeParser;
import io.millrace.testing.EmbeddedServices;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Attribution against its oracle, over generated histories that favour ties, edges of the lookback and merges. */
class AttributionOracleIT {

    private static final int PERSONS = 40;
    private static final int QUERIES = 5;
    private static final long HOUR = 3_600_000;
    private static final long START = Instant.parse("2026-02-01T00:00:00Z").toEpochMilli();
    private static final List<String> VALUES = List.of("", "a", "b", "c", "d", "$e");
    private static final List<String> AMOUNTS =
            List.of("", "1", "0.1", "19.99", "-3.5", "x", "0.123456789", "98765432.1");

    private final ClickHouseClient client = new ClickHouseClient(EmbeddedServices.clickhouse());
    private final AttributionQuestions questions = new AttributionQuestions(new AttributionStore(client, Map.of()));

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void agreesWithTheOracle() {
        int rounds = Integer.getInteger("millrace.oracle.rounds", 30);
        long seed = OracleSeed.of("attribution");
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            Histories histories = histories(random);
            histories.store(client);
            for (int i = 0; i < QUERIES; i++) {
                check(random, histories, asked(random), "seed " + seed + ", round " + round);
            }
        }
    }

    private void check(Random random, Histories histories, AttributionOracle.Asked asked, String where) {
        AttributionOracle oracle = new AttributionOracle(asked, histories.byContact());
        String body = body(asked);
        Asked question = read(body);
        Scope scope = new Scope(histories.workspace, Api.NOW);
        JsonNode answer = question.answer(scope).json();
        List<AttributionOracle.Row> expected = oracle.rows();

        assertThat(rows(answer)).as("%s: %s", where, body).isEqualTo(counts(expected));
        BigDecimal credit = BigDecimal.ZERO;
        BigDecimal value = BigDecimal.ZERO;
        for (int i = 0; i < expected.size(); i++) {
            JsonNode row = answer.path("data").get(i);
            BigDecimal shownCredit = row.path("conversions").decimalValue();
            BigDecimal shownValue = row.path("value").decimalValue();
            assertThat(AttributionOracle.isRounded(shownCredit, expected.get(i).conversions()))
                    .as("%s: %s %s %s", where, row, expected.get(i), body)
                    .isTrue();
            assertThat(AttributionOracle.isRounded(shownValue, expected.get(i).value()))
                    .as("%s: %s %s %s", where, row, expected.get(i), body)
                    .isTrue();
            credit = credit.add(shownCredit);
            value = value.add(shownValue);
        }
        JsonNode total = answer.path("total");
        assertThat(total.path("conversions").asLong()).isEqualTo(oracle.conversions());
        assertThat(AttributionOracle.isRounded(total.path("value").decimalValue(), oracle.worth()))
                .isTrue();
        if (asked.other()) {
            assertThat(credit).as("%s: %s", where, body).isEqualByComparingTo(BigDecimal.valueOf(oracle.conversions()));
            assertThat(value)
                    .as("%s: %s", where, body)
                    .isEqualByComparingTo(total.path("value").decimalValue());
        }
        if (!expected.isEmpty()) {
            AttributionOracle.Row row = expected.get(random.nextInt(expected.size()));
            checkCell(histories, oracle, question, scope, row.label(), answer, where + ": " + body);
        }
    }

    private static void checkCell(
            Histories histories,
            AttributionOracle oracle,
            Asked question,
            Scope scope,
            String label,
            JsonNode answer,
            String where) {
        ObjectNode cell = Json.MAPPER.createObjectNode();
        answer.path("data").forEach(row -> {
            if (row.path("label").asText().equals(label)) {
                if (row.has("other")) {
                    cell.put("other", true);
                } else {
                    cell.set("row", row.path("values"));
                }
            }
        });
        var place = question.cell(ObjectReader.of(cell, "", new Faults()).orElseThrow())
                .orElseThrow();

        assertThat(place.contacts(scope))
                .as("%s %s", cell, where)
                .isEqualTo(oracle.contacts(label).stream()
                        .map(histories::number)
                        .sorted()
                        .toList());
    }

    private static List<String> counts(List<AttributionOracle.Row> rows) {
        return rows.stream()
                .map(row -> row.label() + " " + row.touchpoints() + " " + row.contacts())
                .toList();
    }

    private static List<String> rows(JsonNode answer) {
        List<String> rows = new ArrayList<>();
        answer.path("data")
                .forEach(row -> rows.add(row.path("label").asText() + " "
                        + row.path("touchpoints").asLong() + " "
                        + row.path("contacts").asLong()));
        return rows;
    }

    private Asked read(String body) {
        Faults faults = new Faults();
        ObjectReader reader = ObjectReader.of(Json.parse(body.getBytes(StandardCharsets.UTF_8)), "", faults)
                .orElseThrow();
        reader.text("type");
        var asked = questions.read("attribution", reader, new TimeRangeParser(ZoneOffset.UTC, Api.NOW));
        faults.throwIfAny();
        return asked.orElseThrow();
    }

    private static String body(AttributionOracle.Asked asked) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("type", "attribution").put("model", asked.model());
        body.putObject("conversion").put("event", "buy");
        if (asked.ads()) {
            body.putObject("touchpoints").put("event", "ad");
        }
        ArrayNode dimension = body.putArray("dimension");
        asked.dimension().forEach(dimension::add);
        body.put("lookback", asked.lookback() + "ms").put("half_life", asked.halfLife() + "ms");
        if (asked.worth()) {
            body.put("value_property", "amount");
        }
        body.put("from", Instant.ofEpochMilli(asked.from()).toString());
        body.put("to", Instant.ofEpochMilli(asked.to()).toString());
        body.put("limit", asked.limit()).put("other", asked.other());
        return body.toString();
    }

    private static AttributionOracle.Asked asked(Random random) {
        List<List<String>> dimensions =
                List.of(List.of("source"), List.of("campaign"), List.of("properties.app"), List.of("source", "medium"));
        long from = START + random.nextInt(10) * 24 * HOUR;
        return new AttributionOracle.Asked(
                List.of("first_touch", "last_touch", "linear", "position_based", "time_decay")
                        .get(random.nextInt(5)),
                List.of(0L, HOUR, 24 * HOUR, 7 * 24 * HOUR, 30 * 24 * HOUR).get(random.nextInt(5)),
                List.of(HOUR, 24 * HOUR, 7 * 24 * HOUR).get(random.nextInt(3)),
                random.nextBoolean(),
                dimensions.get(random.nextInt(4)),
                random.nextBoolean(),
                from,
                from + (1 + random.nextInt(10)) * 24 * HOUR,
                random.nextBoolean() ? 2 : 25,
                random.nextInt(4) > 0);
    }

    private static Histories histories(Random random) {
        Histories histories = new Histories(random, PERSONS);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < PERSONS * 12; i++) {
            long at = START + (long) (random.nextDouble() * 20 * 24 * HOUR);
            if (!times.isEmpty() && random.nextInt(2) == 0) {
                long step = List.of(0L, HOUR, 24 * HOUR, 7 * 24 * HOUR).get(random.nextInt(4));
                at = times.get(random.nextInt(times.size())) + step - random.nextInt(2);
            }
            times.add(at);
            Map<String, String> properties = new HashMap<>();
            properties.put("app", VALUES.get(random.nextInt(VALUES.size())));
            properties.put("amount", AMOUNTS.get(random.nextInt(AMOUNTS.size())));
            Map<String, String> context = new HashMap<>();
            if (random.nextBoolean()) {
                context.put("campaign.source", VALUES.get(random.nextInt(VALUES.size())));
                context.put("campaign.medium", VALUES.get(random.nextInt(3)));
            }
            String name = List.of("ad", "ad", "look", "buy").get(random.nextInt(4));
            histories.happened(random.nextInt(PERSONS), name, at, properties, context);
        }
        return histories;
    }
}
