package io.millrace.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.UncheckedIOException;
import java.util.List;

/** Rules and values as tests write them: JSON in which a quote may be an apostrophe. */
final class Rules {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private Rules() {}

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Rule rule(String text) {
        RuleParser.Parsed parsed = parse(text);
        assertThat(parsed).as(text).isInstanceOf(RuleParser.Parsed.Valid.class);
        return ((RuleParser.Parsed.Valid) parsed).rule();
    }

    static List<RuleFault> faults(String text) {
        RuleParser.Parsed parsed = parse(text);
        assertThat(parsed).as(text).isInstanceOf(RuleParser.Parsed.Invalid.class);
        return ((RuleParser.Parsed.Invalid) parsed).faults();
    }

    private static RuleParser.Parsed parse(String text) {
        return new RuleParser(RuleLimits.DEFAULT).parse(json(text), "/rules");
    }
}
