package io.millrace.query.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.settings.Env;
import io.millrace.query.request.Problem;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much one simulation may be, and what is said of one that is more. */
class SimulateLimitsTest {

    @Test
    void aThousandContactsOfTenThousandEventsAndFiftySegmentsAreDoneInTime() {
        String segments = IntStream.range(0, 50)
                .mapToObj(n -> "'s" + n + "':{'field':'events.e" + n % 5 + "','op':'count_gte','value':" + (1 + n / 5)
                        + ",'window':'" + (1 + n) + "h'}")
                .collect(Collectors.joining(",", "{", "}"));
        String events = IntStream.range(0, 10_000)
                .mapToObj(n -> "{'type':'track','userId':'u" + n % 1000 + "','event':'e" + n % 5 + "','messageId':'m"
                        + n + "','timestamp':" + (1_772_000_000_000L + n * 1000L) + "}")
                .collect(Collectors.joining(",", "[", "]"));

        JsonNode answer = Simulated.of(
                        "{'segments':" + segments + ",'events':" + events + ",'checkpoints':['2026-02-25T08:00:00Z']}")
                .answer();

        // A contact has ten events of one kind, 1,000 s apart. Ten segments want one to ten of them, in windows that
        // are
        // wide enough, and the narrowest has not passed when the last event arrives: ten entries each, no exit.
        assertThat(answer.path("transitions")).hasSize(10_000);
    }

    @Test
    void whatTakesTooLongIsRefusedByItsBound() {
        SimulateHandler hasty =
                Simulated.handler(SimulateSettings.from(new Env(Map.of("MILLRACE_SIMULATE_ANSWER_MAX", "10000"))));
        String events = IntStream.range(0, 1_001)
                .mapToObj(n ->
                        "{'type':'track','userId':'u" + n + "','event':'login','timestamp':'2026-03-02T12:00:00Z'}")
                .collect(Collectors.joining(",", "[", "]"));

        Problem problem = Simulated.problem(
                hasty, "{'segments':{'any':{'operator':'AND','conditions':[]}},'events':" + events + "}");

        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.message()).contains("10000 members");
    }

    @Test
    void aThousandSegmentsThatAreCreatedOverATenThousandEventsAreDoneInTime() {
        long begin = 1_772_000_000_000L;
        String events = IntStream.range(0, 10_000)
                .mapToObj(n -> "{'type':'track','userId':'u" + n % 1000 + "','event':'login','messageId':'m" + n
                        + "','timestamp':" + (begin + n * 60_000L) + "}")
                .collect(Collectors.joining(",", "[", "]"));
        String actions = IntStream.range(0, 1_000)
                .mapToObj(n -> "{'do':'create','at':'" + Instant.ofEpochMilli(begin + n * 600_000L) + "','segment':'s"
                        + n + "','rules':{'field':'events.login','op':'count_gte','value':"
                        + (n % 100 == 0 ? 10 : 11) + ",'window':'" + (20_000 + n) + "m'}}")
                .collect(Collectors.joining(",", "[", "]"));

        JsonNode answer = Simulated.of("{'events':" + events + ",'actions':" + actions + ",'until':'"
                        + Instant.ofEpochMilli(begin + 10_000 * 60_000L) + "'}")
                .answer();

        // Each of a thousand contacts has ten events, and ten of the segments want ten.
        assertThat(answer.path("refused")).isEmpty();
        assertThat(answer.path("transitions")).hasSize(10_000);
    }
}
