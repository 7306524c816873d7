package io.millrace.query.simulate;

import static io.millrace.query.simulate.SimulatedCampaign.campaign;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.query.simulate.SimulatedCampaign.Builder;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Scenarios as large as the limits promise. */
class CampaignScaleTest {

    private static final Instant BEGIN = Instant.parse("2026-03-02T00:00:00Z");

    @Test
    void tenThousandEventsAndAThousandActionsPass() {
        Builder builder = campaign(
                        "{'id':'t','type':'trigger','on':'event','event':'cart'}",
                        "{'id':'d','type':'delay','duration':'1h'}",
                        "{'id':'n','type':'condition','rules':{'field':'events.cart','op':'count_gte','value':2,'window':'7d'}}",
                        "{'id':'m','type':'send','channel':'push','template':'a'}",
                        "{'id':'w','type':'wait','event':'order','timeout':'1d'}",
                        "{'id':'l','type':'send','channel':'push','template':'b'}",
                        "t -> d -> n -yes> m -> w -timeout> l")
                .settings("'re_entry':'every_event','frequency_cap':{'max':50,'window':'7d'},'daily_limit':2000,"
                        + "'goal':{'event':'order','within':'3d'}");
        for (int i = 0; i < 10_000; i++) {
            builder.track(BEGIN.plusSeconds(30L * i).toString(), "u" + i % 500, i % 5 == 4 ? "order" : "cart");
        }
        for (int i = 0; i < 1_000; i++) {
            builder.act(
                    BEGIN.plusSeconds(300L * i + 7).toString(),
                    i % 2 == 0 ? "update" : "subscribe",
                    "'contact':'u" + i % 500 + "'" + (i % 2 == 0 ? ",'traits':{'n':" + i + "}" : ""));
        }

        long before = cpuNanos();
        SimulatedCampaign simulated = builder.until("2026-03-20T00:00:00Z");
        Duration took = Duration.ofNanos(cpuNanos() - before);

        // Contacts are taken in turn, so one of five is only ever met by orders.
        assertThat(simulated.entries()).hasSize(8_000);
        assertThat(took).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aContactMayBeInThousandsOfRuns() {
        Builder builder = campaign(
                        "{'id':'t','type':'trigger','on':'event','event':'cart'}",
                        "{'id':'d','type':'delay','duration':'10d'}",
                        "{'id':'m','type':'send','channel':'push','template':'a'}",
                        "t -> d -> m")
                .settings("'re_entry':'every_event'");
        for (int i = 0; i < 5_000; i++) {
            builder.track(BEGIN.plusSeconds(i).toString(), "u1", "cart");
        }
        for (int i = 0; i < 5_000; i++) {
            builder.track(BEGIN.plusSeconds(6_000 + i).toString(), "u1", "other");
        }

        long before = cpuNanos();
        SimulatedCampaign simulated = builder.until("2026-03-12T01:00:00Z");
        Duration took = Duration.ofNanos(cpuNanos() - before);

        // Of the 5,000 runs, one a second, those of the first hour and its last second are due by then.
        assertThat(simulated.messages()).hasSize(3_601);
        assertThat(simulated.waiting()).hasSize(1_399);
        assertThat(took).isLessThan(Duration.ofSeconds(10));
    }

    /** Of this thread, which runs the simulation: other tests may keep the machine busy. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
