package io.millrace.query.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.settings.Env;
import io.millrace.query.http.Body;
import io.millrace.query.request.Problem;
import java.io.OutputStream;
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
                Simulated.handler(SimulateSettings.from(new Env(Map.of("MILLRACE_SIMULATE_ANSWER_MAX", "500000"))));
        String events = IntStream.range(0, 1_001)
                .mapToObj(n ->
                        "{'type':'track','userId':'u" + n + "','event':'login','timestamp':'2026-03-02T12:00:00Z'}")
                .collect(Collectors.joining(",", "[", "]"));

        Problem problem = Simulated.problem(
                hasty, "{'segments':{'any':{'operator':'AND','conditions':[]}},'events':" + events + "}");

        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.message()).contains("500000 members");
    }

    @Test
    void aMillionTransitionsAndThreeHundredMillionMembersAreTold() throws Exception {
        long begin = 1_772_000_000_000L;
        String events = IntStream.range(0, 10_000)
                .mapToObj(n -> "{'type':'track','userId':'u" + n % 1000 + "','event':'login','messageId':'m" + n
                        + "','timestamp':" + (begin + n * 60_000L) + "}")
                .collect(Collectors.joining(",", "[", "]"));
        String actions = IntStream.range(0, 1_000)
                .mapToObj(n -> "{'do':'create','at':'" + Instant.ofEpochMilli(begin + n * 600_000L) + "','segment':'s"
                        + n + "','rules':{'field':'events.login','op':'count_gte','value':" + (1 + n % 10)
                        + ",'window':'20000m'}}")
                .collect(Collectors.joining(",", "[", "]"));
        String checkpoints = IntStream.range(0, 1_000)
                .mapToObj(n -> "'" + Instant.ofEpochMilli(begin + n * 600_000L) + "'")
                .collect(Collectors.joining(",", "[", "]"));
        String scenario = "{'events':" + events + ",'actions':" + actions + ",'checkpoints':" + checkpoints
                + ",'until':'" + Instant.ofEpochMilli(begin + 10_000 * 60_000L) + "'}";
        SimulateHandler handler = Simulated.handler(SimulateSettings.from(new Env(Map.of())));

        Told told = new Told();
        try (Body body = handler.answer(Simulated.call(scenario)).body()) {
            body.writeTo(told);
        }

        // Each of a thousand contacts has ten events, and every segment wants ten of them at most, whenever they were.
        assertThat(told.entered).isEqualTo(1_000_000);
        assertThat(told.members).isEqualTo(expectedMembers());
    }

    /** A segment that wants k events has, at minute m, the contacts whose k-th event is at m or before, if it is there. */
    private static long expectedMembers() {
        long members = 0;
        for (int checkpoint = 0; checkpoint < 1_000; checkpoint++) {
            for (int segment = 0; segment <= checkpoint; segment++) {
                int wants = 1 + segment % 10;
                members += Math.max(0, Math.min(1_000, checkpoint * 10 + 1 - (wants - 1) * 1_000));
            }
        }
        return members;
    }

    @Test
    void anAnswerThatIsNotToldYetKeepsItsTurn() throws Exception {
        SimulateHandler one = Simulated.handler(SimulateSettings.from(
                new Env(Map.of("MILLRACE_SIMULATE_AT_ONCE", "1", "MILLRACE_SIMULATE_TIMEOUT_MS", "200"))));
        Body untold = one.answer(Simulated.call("{'events':[]}")).body();

        assertThat(Simulated.problem(one, "{'events':[]}").status()).isEqualTo(503);

        untold.close();
        untold.close();
        Body next = one.answer(Simulated.call("{'events':[]}")).body();
        assertThat(Simulated.problem(one, "{'events':[]}").status()).isEqualTo(503);
        next.close();
    }

    /** Counts what an answer says, by its bytes: every contact's name is {@code "u…"}, and is told with a comma or as a value. */
    private static final class Told extends OutputStream {
        private long entered;
        private long members;
        private int before;
        private int beforeThat;

        @Override
        public void write(int next) {
            if (next == 'u' && before == '"') {
                if (beforeThat == ':') {
                    entered++;
                } else {
                    members++;
                }
            }
            beforeThat = before;
            before = next;
        }
    }
}
