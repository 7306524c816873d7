package io.millrace.query.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.audience.ContactActions;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.request.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProfileReaderTest {

    @Test
    void whatIsWrittenIsWhatTheJobReads() {
        List<ObjectNode> actions = actions(
                """
                {"email":"ann@example.com","traits":{"n":1.50,"gone":null,"deep":{"list":[1,{"a":true}]}},"tags":["a"],
                 "add_tags":["b"],"remove_tags":["c"],"scores":{"lead":65,"old":null},
                 "subscriptions":{"news":"unsubscribed","*":"subscribed"}}
                """);

        assertThat(actions.stream().map(Json::text))
                .containsExactly(
                        "{\"do\":\"update\",\"traits\":{\"n\":1.50,\"gone\":null,\"deep\":{\"list\":[1,{\"a\":true}]},"
                                + "\"email\":\"ann@example.com\"},\"tags\":[\"a\"],\"add_tags\":[\"b\"],"
                                + "\"remove_tags\":[\"c\"],\"scores\":{\"lead\":65,\"old\":null}}",
                        "{\"do\":\"subscribe\"}",
                        "{\"do\":\"unsubscribe\",\"group\":\"news\"}");
        assertThat(actions).allSatisfy(action -> assertThat(ContactActions.parse(Json.bytes(action)))
                .isInstanceOf(ContactActions.Parsed.Valid.class));
    }

    @Test
    void nothingToChangeIsNoAction() {
        assertThat(actions("{}")).isEmpty();
        assertThat(actions("{\"traits\":{},\"scores\":{},\"subscriptions\":{}}"))
                .isEmpty();
        assertThat(actions("{\"tags\":[]}").stream().map(Json::text))
                .containsExactly("{\"do\":\"update\",\"tags\":[]}");
        assertThat(actions("{\"email\":null}").stream().map(Json::text))
                .containsExactly("{\"do\":\"update\",\"traits\":{\"email\":null}}");
    }

    @Test
    void aProfileMayCarrySoMuchAndNoMore() {
        assertThat(refusal("{\"traits\":{" + fields(501, "t", "1") + "}}"))
                .isEqualTo("traits: expected up to 500, found 501");
        assertThat(refusal("{\"traits\":{\"a\":\"" + "x".repeat(65_536) + "\"}}"))
                .isEqualTo("traits: expected up to 65536 bytes of JSON");
        assertThat(refusal("{\"traits\":{\"\":1}}")).contains("a name of 1 to 200 characters");
        assertThat(refusal("{\"traits\":{\"a\":1e309}}")).startsWith("traits.a: expected numbers up to 1.79e308");
        assertThat(refusal("{\"traits\":{\"a\":[1e999999999]}}"))
                .startsWith("traits.a: expected numbers up to 1.79e308");
        assertThat(refusal("{\"traits\":{\"a\":1e-999999999}}"))
                .startsWith("traits.a: expected numbers up to 1.79e308");
        assertThat(refusal("{\"scores\":{" + fields(101, "s", "1") + "}}"))
                .isEqualTo("scores: expected up to 100, found 101");
        assertThat(refusal("{\"scores\":{\"s\":\"1\"}}")).startsWith("scores.s: expected a number");
        assertThat(refusal("{\"traits\":7}")).isEqualTo("traits: expected an object, found 7");
        assertThat(refusal("{\"tags\":\"a\"}")).isEqualTo("tags: expected a list, found \"a\"");
        assertThat(actions("{\"traits\":{\"a\":1e308,\"b\":-0.0,\"c\":[[[[[[[1]]]]]]]}}"))
                .hasSize(1);
    }

    @Test
    void theAddressBesideTheTraitsAgreesWithThem() {
        assertThat(refusal("{\"email\":\"a@b\",\"traits\":{\"email\":\"c@d\"}}"))
                .contains("the same address as traits.email");
        assertThat(actions("{\"email\":\"a@b\",\"traits\":{\"email\":\"a@b\"}}"))
                .hasSize(1);
        assertThat(refusal("{\"email\":\"@b\"}")).contains("an e-mail address");
    }

    private static List<ObjectNode> actions(String body) {
        Faults faults = new Faults();
        JsonNode json = Json.parse(body.getBytes(StandardCharsets.UTF_8));
        ObjectReader reader = ObjectReader.of(json, "", faults).orElseThrow();
        List<ObjectNode> actions = new ProfileReader(json, reader).actions(false);
        faults.throwIfAny();
        return actions;
    }

    private static String refusal(String body) {
        try {
            actions(body);
        } catch (ProblemException e) {
            return e.problem().message();
        }
        throw new AssertionError("was not refused");
    }

    private static String fields(int count, String prefix, String value) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + prefix + i + "\":" + value)
                .collect(Collectors.joining(","));
    }
}
