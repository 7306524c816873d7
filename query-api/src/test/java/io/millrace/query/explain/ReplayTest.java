package io.millrace.query.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.ContactEngine;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.contact.ContactHistory;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final long NOON = 1_772_452_800_000L;
    private static final Person ANN = new Person(Person.Kind.USER, "ann");

    /** The outcome of a merge is as new as the newer of both values, so its arrival alone says that it came later. */
    @Test
    void ofTwoWritesOfOneTimeTheLaterArrivalWinsWhateverItsPartition() {
        JsonNode written = score("1", NOON, NOON, 400);
        JsonNode decided = score("2", NOON, NOON + 1_000, 7);
        ContactHistory history = new ContactHistory(ContactId.of("w", ANN), ANN, List.of(), List.of(decided, written));

        ContactEngine engine =
                new ContactEngine(new AudienceRules(1, ZoneOffset.UTC, Set.of(), List.of(), List.of(), Map.of()));

        assertThat(Replay.judged(history, engine, NOON).scores())
                .containsExactly(Map.entry("lead", new BigDecimal("2")));
    }

    private static JsonNode score(String value, long at, long received, long sequence) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("field", "score")
                .put("key", "lead")
                .put("value", value)
                .put("at_ms", at)
                .put("received_ms", received)
                .put("sequence", String.valueOf(sequence));
    }
}
