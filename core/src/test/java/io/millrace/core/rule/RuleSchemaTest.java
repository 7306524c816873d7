package io.millrace.core.rule;

import static io.millrace.core.rule.Rules.faults;
import static io.millrace.core.rule.Rules.json;
import static io.millrace.core.rule.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema, the page for users and the parser speak of one language. */
class RuleSchemaTest {

    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(RuleSchema.read());

    @Test
    void whatThePageShowsIsARule() throws IOException {
        List<String> examples = examples();
        assertThat(examples).hasSizeGreaterThan(35);
        for (String example : examples) {
            JsonNode json = json(example);
            assertThat(SCHEMA.validate(json)).as(example).isEmpty();
            assertThat(SCHEMA.validate(RuleJson.write(rule(example))))
                    .as(example)
                    .isEmpty();
        }
    }

    @Test
    void thePageShowsEveryOperator() throws IOException {
        String page = Files.readString(page());
        for (String operator : List.of(
                ("eq neq gt gte lt lte contains not_contains in not_in exists not_exists within_last within_next"
                                + " older_than held_gte held_lt count_gte count_gt count_eq count_lte count_lt sum_ avg_"
                                + " min_ max_ distinct_ first_within_last first_older_than last_within_last"
                                + " last_older_than last_where not_followed_by completed")
                        .split(" "))) {
            assertThat(page).containsPattern("[`\"]" + operator);
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "faults.txt", delimiter = '|', quoteCharacter = '`')
    void whatTheParserRefusesIsNotValid(String rule, String expected) {
        assumeFalse(rule.contains("e999999999"), "the validator writes the number out and runs out of memory");
        boolean beyondSchemas = expected.contains("/until invalid");
        assertThat(SCHEMA.validate(json(rule)).isEmpty()).isEqualTo(beyondSchemas);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'field':'traits.a','op':'eq','value':''}",
                "{'field':'traits.a','op':'gt','value':'soon'}",
                "{'field':'traits.a','op':'in','value':[]}",
                "{'field':'scores.a b.c','op':'eq','value':'1e2'}",
                "{'field':'events.a b*','op':'count_lt','value':'10000','window':'52596000m'}",
                "{'field':'events.a','op':'count_gte','value':9007199254740992}",
                "{'field':'events.a','op':'avg_eq','property':'p','value':-0.5,'until':1772323200.5}",
                "{'field':'events.a','op':'last_where','value':[]}",
                "{'field':'segments','op':'in','value':[]}",
                "{'field':'bucket','op':'lt','value':'33.3','salt':'s'}",
                "{'field':'traits.a','op':'within_last','value':'36525d'}",
            })
    void whatTheParserReadsIsValid(String rule) {
        rule(rule);
        assertThat(SCHEMA.validate(json(rule))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"36526d", "5218w", "00d", "1.5h", "7", "1y", "d", ""})
    void whatIsNoDurationIsNotValid(String duration) {
        String rule = "{'field':'traits.a','op':'within_last','value':'" + duration + "'}";
        if (!duration.equals("36526d") && !duration.equals("5218w")) {
            assertThat(SCHEMA.validate(json(rule))).isNotEmpty();
        }
        assertThat(faults(rule)).hasSize(1);
    }

    /** Everything between backticks that begins as a rule does. */
    private static List<String> examples() throws IOException {
        List<String> examples = new ArrayList<>();
        Matcher matcher = Pattern.compile("`(\\{\"(?:field|operator)\"[^`]*)`").matcher(Files.readString(page()));
        while (matcher.find()) {
            examples.add(matcher.group(1));
        }
        return examples;
    }

    private static Path page() {
        return Path.of("..", "docs", "rules.md");
    }
}
