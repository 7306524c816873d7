package io.millrace.query.audience;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.EventPattern.PropertyTest;
import io.millrace.core.rule.EventTest;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.TimeScope;
import io.millrace.core.rule.ValueTest;
import io.millrace.query.request.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/** Rules in a few words. */
final class Conditions {

    static final TimeScope ALL_TIME = new TimeScope.AllTime();

    private Conditions() {}

    static JsonNode json(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    static ValueTest is(Comparison comparison, String json) {
        return new ValueTest.Compare(comparison, json(json));
    }

    static Rule trait(String path, ValueTest test) {
        return new Rule.Trait(Path.of(path), test);
    }

    static Rule count(String event, Comparison comparison, long value, TimeScope scope) {
        return events(event, scope, new EventTest.Count(comparison, value));
    }

    static Rule events(String event, TimeScope scope, EventTest test) {
        return new Rule.Events(EventPattern.named(event), scope, test);
    }

    static Rule aggregate(
            String event, EventTest.Aggregate.Function function, String property, Comparison comparison, String value) {
        return events(
                event,
                ALL_TIME,
                new EventTest.Aggregate(function, Path.of(property), comparison, new BigDecimal(value)));
    }

    static Rule.Sequence sequence(long within, String... events) {
        return new Rule.Sequence(Stream.of(events).map(EventPattern::named).toList(), within);
    }

    static PropertyTest property(String path, ValueTest test) {
        return new PropertyTest(Path.of(path), test);
    }

    static TimeScope sliding(long millis) {
        return new TimeScope.Sliding(millis);
    }

    static Rule all(Rule... rules) {
        return new Rule.And(List.of(rules));
    }

    static Rule not(Rule rule) {
        return new Rule.Not(rule);
    }

    static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }
}
