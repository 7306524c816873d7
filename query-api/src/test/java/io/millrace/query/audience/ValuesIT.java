package io.millrace.query.audience;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.EventPattern.PropertyTest;
import io.millrace.core.rule.EventTest;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.ValueTest;
import io.millrace.core.rule.Values;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every test against every awkward value: SQL says what {@link Values} says, of traits and of properties. */
class ValuesIT {

    private static final long NOON = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
    private static final long DAY = 86_400_000;
    private static final int RULES_AT_ONCE = 60;
    private static final Path X = Path.of("x");

    /** As people and clients write them. */
    private static final List<String> SCALARS = List.of(
            "null",
            "\"\"",
            "0",
            "-0",
            "0.0",
            "1",
            "\"1\"",
            "\"1.0\"",
            "1.50",
            "\"01\"",
            "\"1 \"",
            "\"+1\"",
            "-2.5",
            "100",
            "\"100\"",
            "9007199254740993",
            "9007199254740992",
            "0.1",
            "0.30000000000000004",
            "12345678901234567890123",
            "\"1e3\"",
            "true",
            "false",
            "\"true\"",
            "\"x\"",
            "\"X\"",
            "\"ÄRGER im Büro\"",
            "\"İstanbul\"",
            "\"ΟΔΟΣ\"",
            "\"a.b\"",
            "\"%\"",
            "\"_\"",
            "\"'\"",
            "\"\\\\\"",
            "\"a\\nb\"",
            "\" \"",
            "\"2026-03-02T12:00:00Z\"",
            "\"2026-03-02\"",
            "\"2026-03-02T13:00:00.0009+01:00\"",
            "\"2026-03-02 12:00\"",
            "\"2026-02-29\"",
            "\"2024-02-29\"",
            "\"1969-12-31T23:59:59.999Z\"",
            "\"0000-01-01\"",
            "\"9999-12-31T23:59:59Z\"",
            "\"2026-03-02T24:00:00Z\"",
            "\"2026-03-02T12\"",
            "\"2026-13-01\"",
            "\"2026-03-02T12:00:00-0530\"",
            "1772452800",
            "1772452800000",
            "\"1772452800\"",
            "1772452799.9995",
            "999999999999",
            "1000000000000",
            "-62167219201",
            "\"1e999\"",
            "\"{\"");

    private static final List<String> CONTAINERS = List.of(
            "[]",
            "[1,\"a\",true,null,\"\",2.50,[1],{\"a\":1}]",
            "[\"Red\",\"blue\"]",
            "{}",
            "{\"a\":null,\"b\":{\"c\":\"\"}}",
            "{\"a\":0}",
            "{\"a\":\"k\\\":\\\"\"}",
            "{\"a\":[]}");

    @Test
    void traits() {
        List<JsonNode> stored = new ArrayList<>();
        SCALARS.forEach(json -> stored.add(Conditions.json(json)));
        CONTAINERS.forEach(json -> stored.add(Conditions.json(json)));
        try (StoredAudience audience = new StoredAudience(ZoneOffset.UTC)) {
            List<Rule> rules =
                    tests().stream().<Rule>map(test -> new Rule.Trait(X, test)).toList();
            for (int i = 0; i < stored.size(); i++) {
                audience.contact("u" + i).trait("u" + i, "x", stored.get(i).toString(), NOON);
            }
            compare(audience, stored, rules);
        }
    }

    @Test
    void partsOfTraits() {
        List<JsonNode> stored = new ArrayList<>();
        SCALARS.forEach(json -> stored.add(Conditions.json(json)));
        CONTAINERS.forEach(json -> stored.add(Conditions.json(json)));
        // ClickHouse reads numbers within objects as 64 bits and writes them without zeros at the end.
        stored.removeIf(value -> value.isBigInteger() || value.toString().equals("1.50"));
        try (StoredAudience audience = new StoredAudience(ZoneOffset.UTC)) {
            List<Rule> rules = tests().stream()
                    .<Rule>map(test -> new Rule.Trait(Path.of("o.x"), test))
                    .toList();
            for (int i = 0; i < stored.size(); i++) {
                audience.contact("u" + i).trait("u" + i, "o", "{\"y\":1,\"x\":" + stored.get(i) + "}", NOON);
            }
            compare(audience, stored, rules);
        }
    }

    /** As the job stores them: null and the empty text are absent, lists are JSON text, objects are walked. */
    @Test
    void properties() {
        List<JsonNode> stored = new ArrayList<>();
        SCALARS.forEach(json -> stored.add(Conditions.json(json)));
        CONTAINERS.stream().map(Conditions::json).filter(JsonNode::isArray).forEach(stored::add);
        try (StoredAudience audience = new StoredAudience(ZoneOffset.UTC)) {
            List<Rule> rules = tests().stream()
                    .filter(test -> !(test instanceof ValueTest.DateWindow))
                    .<Rule>map(test -> new Rule.Events(
                            new EventPattern("e", List.of(new PropertyTest(X, test))),
                            Conditions.ALL_TIME,
                            new EventTest.Count(Comparison.GTE, 1)))
                    .toList();
            for (int i = 0; i < stored.size(); i++) {
                JsonNode value = stored.get(i);
                Map<String, String> properties = Values.isAbsent(value)
                        ? Map.of()
                        : Map.of("x", value.isArray() ? value.toString() : value.asText());
                audience.contact("u" + i).event("u" + i, "e", NOON, properties);
            }
            compare(audience, stored, rules);
        }
    }

    private static void compare(StoredAudience audience, List<JsonNode> stored, List<Rule> all) {
        List<String> different = new ArrayList<>();
        for (int from = 0; from < all.size(); from += RULES_AT_ONCE) {
            List<Rule> rules = all.subList(from, Math.min(all.size(), from + RULES_AT_ONCE));
            Map<BigInteger, boolean[]> found = audience.judgements(rules, AsOf.at(NOON));
            assertThat(found).hasSize(stored.size());
            for (int i = 0; i < stored.size(); i++) {
                boolean[] held = found.get(audience.hash(StoredAudience.user("u" + i), 0));
                for (int rule = 0; rule < rules.size(); rule++) {
                    ValueTest test = testOf(rules.get(rule));
                    boolean expected = test instanceof ValueTest.DateWindow date
                            ? Values.holds(date, stored.get(i), NOON)
                            : Values.holds(test, stored.get(i));
                    if (held == null || held[rule] != expected) {
                        different.add(stored.get(i) + " " + test + " is " + expected);
                    }
                }
            }
        }
        assertThat(different).isEmpty();
    }

    private static ValueTest testOf(Rule rule) {
        return rule instanceof Rule.Trait trait
                ? trait.test()
                : ((Rule.Events) rule).pattern().where().get(0).test();
    }

    /** Each scalar in each test that takes one. */
    private static List<ValueTest> tests() {
        List<ValueTest> tests = new ArrayList<>();
        for (String json : SCALARS) {
            JsonNode value = Conditions.json(json);
            if (value.isNull()) {
                continue;
            }
            for (Comparison comparison : Comparison.values()) {
                tests.add(new ValueTest.Compare(comparison, value));
            }
            tests.add(new ValueTest.Contains(value, false));
            tests.add(new ValueTest.Contains(value, true));
        }
        List<JsonNode> some = List.of(Conditions.json("1.0"), Conditions.json("\"x\""), Conditions.json("true"));
        tests.add(new ValueTest.In(some, false));
        tests.add(new ValueTest.In(some, true));
        tests.add(new ValueTest.In(List.of(), false));
        tests.add(new ValueTest.Contains(Conditions.text("stan"), false));
        tests.add(new ValueTest.Contains(Conditions.text("οδοσ"), false));
        tests.add(new ValueTest.Contains(Conditions.text("ärger IM"), false));
        tests.add(new ValueTest.Exists(false));
        tests.add(new ValueTest.Exists(true));
        for (ValueTest.DateWindow.Kind kind : ValueTest.DateWindow.Kind.values()) {
            for (long millis : new long[] {1, DAY / 2, DAY, 100L * 365 * DAY}) {
                tests.add(new ValueTest.DateWindow(kind, millis));
            }
        }
        return tests;
    }
}
