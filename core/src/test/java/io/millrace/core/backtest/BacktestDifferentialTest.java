package io.millrace.core.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.campaign.engine.CampaignOutput;
import io.millrace.core.simulate.Budget;
import io.millrace.core.simulate.CampaignOutcome;
import io.millrace.core.simulate.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backtest, contact after contact, against the simulation, instant after instant, over made-up campaigns and histories. */
class BacktestDifferentialTest {

    @Test
    void bothDoTheSame(@TempDir Path folder) throws IOException {
        long seed = Long.getLong("millrace.test.seed", 42);
        int rounds = Integer.getInteger("millrace.test.backtests", 600);
        System.out.println("BacktestDifferentialTest: -Dmillrace.test.seed=" + seed);
        Map<String, Long> seen = new TreeMap<>();
        for (int round = 0; round < rounds; round++) {
            MadeUp madeUp = new MadeUp(new Random(seed * 1_000_003 + round));
            CampaignOutcome expected =
                    Simulation.runCampaign(madeUp.scenario(), new Budget(Duration.ofSeconds(60), 100_000_000));
            List<String> found = new ArrayList<>();
            BacktestResult result = run(madeUp, folder, found);

            assertThat(different(found, lines(expected)))
                    .as("only found, then only expected, in round %d of seed %d: %s", round, seed, madeUp.campaign())
                    .isEmpty();
            assertThat(result.waiting())
                    .as("waiting runs in round %d of seed %d: %s", round, seed, madeUp.campaign())
                    .isEqualTo(expected.waiting().size());
            assertThat(result.totals().entries()).isEqualTo(expected.entries().size());
            assertThat(result.totals().sent()).isEqualTo(expected.messages().size());
            found.forEach(line -> seen.merge(kind(line), 1L, Long::sum));
            seen.merge("held", result.totals().heldByQuietHours(), Long::sum);
            seen.merge("waited", result.totals().waitedForSlot(), Long::sum);
        }
        // Something of every kind has happened.
        assertThat(seen.keySet())
                .contains(
                        "entered",
                        "sent",
                        "skipped unsubscribed",
                        "skipped suppressed",
                        "skipped quiet_hours_dropped",
                        "skipped frequency_cap",
                        "skipped hold_out",
                        "exited exit_condition",
                        "exited goal",
                        "exited completed",
                        "converted");
        assertThat(seen.get("held")).isGreaterThan(100L);
        assertThat(seen.get("waited")).isGreaterThan(1_000L);
    }

    private BacktestResult run(MadeUp madeUp, Path folder, List<String> found) throws IOException {
        Backtest.Limits limits = new Backtest.Limits(folder, 1_000, 100_000_000);
        try (Backtest backtest = new Backtest(
                madeUp.plan(), limits, MadeUp.UNWATCHED, output -> line(output).ifPresent(found::add))) {
            for (Map.Entry<String, List<HistoryRow>> contact :
                    madeUp.histories().entrySet()) {
                Iterator<HistoryRow> rows = contact.getValue().iterator();
                backtest.contact(MadeUp.root(contact.getKey()), () -> rows.hasNext() ? rows.next() : null);
            }
            return backtest.finish();
        }
    }

    private static Optional<String> line(CampaignOutput output) {
        if (output instanceof CampaignOutput.Entered one) {
            return Optional.of(line(one.at(), "entered", one.run().contact(), ""));
        }
        if (output instanceof CampaignOutput.Sent one) {
            return Optional.of(
                    line(one.at(), "sent", one.run().contact(), one.node().id() + " " + one.sendId()));
        }
        if (output instanceof CampaignOutput.Skipped one) {
            return Optional.of(line(
                    one.at(),
                    "skipped",
                    one.run().contact(),
                    one.node().id() + " " + one.reason().text()));
        }
        if (output instanceof CampaignOutput.Exited one) {
            return Optional.of(
                    line(one.at(), "exited", one.run().contact(), one.reason().text()));
        }
        return output instanceof CampaignOutput.Converted one
                ? Optional.of(line(one.at(), "converted", one.run().contact(), ""))
                : Optional.empty();
    }

    private static List<String> lines(CampaignOutcome outcome) {
        return Stream.of(
                        outcome.entries().stream().map(one -> line(one.at(), "entered", one.contact(), "")),
                        outcome.exits().stream()
                                .map(one -> line(
                                        one.at(),
                                        "exited",
                                        one.contact(),
                                        one.reason().text())),
                        outcome.conversions().stream().map(one -> line(one.at(), "converted", one.contact(), "")),
                        outcome.messages().stream()
                                .map(one -> line(
                                        one.at(),
                                        "sent",
                                        String.valueOf(one.contact()),
                                        one.node() + " " + one.sendId())),
                        outcome.skipped().stream()
                                .map(one -> line(
                                        one.at(),
                                        "skipped",
                                        one.contact(),
                                        one.node() + " " + one.reason().text())))
                .flatMap(lines -> lines)
                .toList();
    }

    private static String line(long at, String what, String contact, String more) {
        return Instant.ofEpochMilli(at) + " " + what + " " + contact + " " + more;
    }

    private static String kind(String line) {
        String[] words = line.split(" ");
        return switch (words[1]) {
            case "skipped" -> "skipped " + words[4];
            case "exited" -> "exited " + words[3];
            default -> words[1];
        };
    }

    private static List<String> different(List<String> found, List<String> expected) {
        List<String> more = new ArrayList<>(found);
        expected.forEach(more::remove);
        List<String> less = new ArrayList<>(expected);
        found.forEach(less::remove);
        more.replaceAll(line -> "found " + line);
        less.forEach(line -> more.add("expected " + line));
        return more;
    }
}
