package io.millrace.testing.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleJson;
import io.millrace.core.rule.RuleLimits;
import io.millrace.core.rule.RuleParser;
import org.junit.jupiter.api.Test;

/** What is written is read back as an equal rule, also through a reader of JSON that knows doubles only. */
class RuleRoundTripTest {

    private static final long SEED = 20_260_601;

    @Test
    void everyRuleIsReadBack() throws JsonProcessingException {
        RuleParser parser = new RuleParser(RuleLimits.DEFAULT);
        for (long seed = SEED; seed < SEED + 200; seed++) {
            for (Rule rule :
                    Scenarios.of(seed, ScenarioShape.ONE_CONTACT).rules().values()) {
                String text = RuleJson.canonical(rule);
                JsonNode read = new ObjectMapper().readTree(text);
                assertThat(parser.parse(RuleJson.write(rule), ""))
                        .as("seed %d: %s", seed, text)
                        .isEqualTo(new RuleParser.Parsed.Valid(rule));
                assertThat(parser.parse(read, ""))
                        .as("seed %d: %s", seed, text)
                        .isEqualTo(new RuleParser.Parsed.Valid(rule));
            }
        }
    }

    @Test
    void aSeedMakesTheSameScenarioAgain() {
        assertThat(Scenarios.of(SEED, ScenarioShape.SOME_CONTACTS))
                .isEqualTo(Scenarios.of(SEED, ScenarioShape.SOME_CONTACTS))
                .isNotEqualTo(Scenarios.of(SEED + 1, ScenarioShape.SOME_CONTACTS));
    }
}
