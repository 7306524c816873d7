package io.millrace.core.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.SegmentRule;
import io.millrace.core.campaign.Channel;
import io.millrace.core.campaign.engine.ExitReason;
import io.millrace.core.campaign.engine.SkipReason;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalDate MONDAY = LocalDate.parse("2026-03-02");

    private final Map<String, List<HistoryRow>> histories = new LinkedHashMap<>();
    private boolean enrollExisting;
    private int waitingMax = 100;

    private void track(String at, String user, String name) {
        long millis = Instant.parse(at).toEpochMilli();
        List<HistoryRow> rows = histories.computeIfAbsent(user, none -> new ArrayList<>());
        Arrival arrival = new Arrival(millis, rows.size());
        rows.add(HistoryRow.event(EventType.TRACK, name, millis, arrival, "m" + rows.size(), user, "", ""));
    }

    /** From Monday to Wednesday, in Berlin, which is an hour ahead. */
    private BacktestResult run(Path folder, String nodes, String edges, String settings) throws IOException {
        String campaign = "{'nodes':[" + nodes + ",{'id':'x','type':'exit'}],'edges':[" + edges + "],'settings':{"
                + settings + "}}";
        AudienceRules rules = new AudienceRules(
                1,
                BERLIN,
                Set.of(),
                List.of(new SegmentRule(
                        "buyers", 1, Backtests.rule("{'field':'events.buy','op':'count_gte','value':1}"))),
                List.of(),
                Map.of());
        BacktestPlan plan = new BacktestPlan(
                "ws",
                "cmp_1",
                3,
                Backtests.campaign(campaign),
                rules,
                MONDAY.atStartOfDay(BERLIN).toInstant().toEpochMilli(),
                MONDAY.plusDays(3).atStartOfDay(BERLIN).toInstant().toEpochMilli() - 1,
                enrollExisting);
        Backtest.Limits limits = new Backtest.Limits(folder, waitingMax, 1_000_000);
        try (Backtest backtest = new Backtest(plan, limits, MadeUp.UNWATCHED)) {
            for (Map.Entry<String, List<HistoryRow>> contact : histories.entrySet()) {
                Iterator<HistoryRow> rows = contact.getValue().iterator();
                backtest.contact(
                        new Person(Person.Kind.USER, contact.getKey()), () -> rows.hasNext() ? rows.next() : null);
            }
            return backtest.finish();
        }
    }

    private BacktestResult mailOnCart(Path folder, String settings) throws IOException {
        return run(
                folder,
                "{'id':'t','type':'trigger','on':'event','event':'cart'},"
                        + "{'id':'m','type':'send','channel':'push','template':'a'}",
                "{'from':'t','to':'m'},{'from':'m','to':'x'}",
                settings);
    }

    private static BacktestCounts day(BacktestResult result, int days) {
        return result.days().getOrDefault(MONDAY.plusDays(days), result.totals());
    }

    @Test
    void countsByTheDaysOfTheWorkspace(@TempDir Path folder) throws IOException {
        track("2026-03-01T22:59:59.999Z", "before", "cart");
        track("2026-03-01T23:00:00.000Z", "monday", "cart");
        track("2026-03-02T23:00:00.000Z", "tuesday", "cart");
        track("2026-03-04T22:59:59.999Z", "wednesday", "cart");
        track("2026-03-04T23:00:00.000Z", "after", "cart");

        BacktestResult result = mailOnCart(folder, "");

        assertThat(result.days().keySet()).containsExactly(MONDAY, MONDAY.plusDays(1), MONDAY.plusDays(2));
        for (int day = 0; day < 3; day++) {
            assertThat(day(result, day))
                    .isEqualTo(new BacktestCounts(
                            1, Map.of(Channel.PUSH, 1L), Map.of(), 0, 0, 0, 0, Map.of(ExitReason.COMPLETED, 1L)));
        }
        assertThat(result.totals().entries()).isEqualTo(3);
        assertThat(result.contacts()).isEqualTo(5);
        assertThat(result.waiting()).isZero();
    }

    @Test
    void countsWhatQuietHoursHoldWhereTheyHoldIt(@TempDir Path folder) throws IOException {
        // 22:30 on Monday in Berlin: it is sent on Tuesday at 08:00. Noon of Tuesday is not quiet.
        track("2026-03-02T21:30:00Z", "owl", "cart");
        track("2026-03-03T11:00:00Z", "lark", "cart");

        BacktestResult result = mailOnCart(folder, "'quiet_hours':{'start':'22:00','end':'08:00','mode':'hold'}");

        assertThat(day(result, 0).entries()).isEqualTo(1);
        assertThat(day(result, 0).heldByQuietHours()).isEqualTo(1);
        assertThat(day(result, 0).sent()).isZero();
        assertThat(day(result, 1).heldByQuietHours()).isZero();
        assertThat(day(result, 1).sent()).isEqualTo(2);
    }

    @Test
    void countsWhatQuietHoursDropAndWhatTheCapSkips(@TempDir Path folder) throws IOException {
        track("2026-03-02T21:30:00Z", "owl", "cart");
        track("2026-03-03T11:00:00Z", "lark", "cart");
        track("2026-03-03T12:00:00Z", "lark", "cart");
        track("2026-03-04T11:00:00Z", "lark", "cart");

        BacktestResult result = mailOnCart(
                folder,
                "'re_entry':'every_event','frequency_cap':{'max':1,'window':'24h'},"
                        + "'quiet_hours':{'start':'22:00','end':'08:00','mode':'drop'}");

        assertThat(day(result, 0).skipped()).isEqualTo(Map.of(SkipReason.QUIET_HOURS_DROPPED, 1L));
        assertThat(day(result, 1).skipped()).isEqualTo(Map.of(SkipReason.FREQUENCY_CAP, 1L));
        assertThat(day(result, 1).sent()).isEqualTo(1);
        // A window of 24 hours ends at its very end.
        assertThat(day(result, 2).sent()).isEqualTo(1);
        assertThat(result.totals().heldByQuietHours()).isZero();
    }

    @Test
    void theGateGrantsSlotsInOrderOfDueTimeThoughContactsComeOneAfterTheOther(@TempDir Path folder) throws IOException {
        // Two a day; "z" came first of all and is read last. Somebody who leaves meanwhile takes no slot.
        track("2026-03-02T10:00:02Z", "a", "cart");
        track("2026-03-02T10:00:03Z", "b", "cart");
        track("2026-03-02T12:00:00Z", "b", "buy");
        track("2026-03-02T10:00:04Z", "c", "cart");
        track("2026-03-02T10:00:01Z", "z", "cart");

        BacktestResult result = mailOnCart(folder, "'daily_limit':2,'exit_conditions':[{'on':'event','event':'buy'}]");

        assertThat(day(result, 0).sent()).isEqualTo(2);
        assertThat(day(result, 0).waitedForSlot()).isEqualTo(2);
        assertThat(day(result, 0).exits()).isEqualTo(Map.of(ExitReason.COMPLETED, 2L, ExitReason.EXIT_CONDITION, 1L));
        assertThat(day(result, 1).sent()).isEqualTo(1);
        assertThat(result.waiting()).isZero();
    }

    @Test
    void whoWaitsAtTheEndIsCounted(@TempDir Path folder) throws IOException {
        for (int i = 0; i < 5; i++) {
            track("2026-03-02T10:00:00Z", "u" + i, "cart");
        }

        BacktestResult result = mailOnCart(folder, "'daily_limit':1");

        assertThat(result.totals().sent()).isEqualTo(3);
        assertThat(result.waiting()).isEqualTo(2);
        assertThat(day(result, 0).waitedForSlot()).isEqualTo(4);
    }

    @Test
    void membersEnterAtTheActivationIfTheyAreAskedIn(@TempDir Path folder) throws IOException {
        track("2026-02-20T10:00:00Z", "old", "buy");
        track("2026-03-03T10:00:00Z", "new", "buy");
        String nodes = "{'id':'t','type':'trigger','on':'segment_entry','segment':'buyers'},"
                + "{'id':'m','type':'send','channel':'push','template':'a'}";
        String edges = "{'from':'t','to':'m'},{'from':'m','to':'x'}";

        BacktestResult without = run(folder, nodes, edges, "");
        enrollExisting = true;
        BacktestResult with = run(folder, nodes, edges, "");

        assertThat(day(without, 0).entries()).isZero();
        assertThat(day(without, 1).entries()).isEqualTo(1);
        assertThat(day(with, 0).entries()).isEqualTo(1);
        assertThat(day(with, 1).entries()).isEqualTo(1);
    }

    @Test
    void tooManyWhoWaitEndItWithAReason(@TempDir Path folder) {
        waitingMax = 2;
        for (int i = 0; i < 3; i++) {
            track("2026-03-02T10:00:00Z", "u" + i, "cart");
        }

        assertThatThrownBy(() -> mailOnCart(folder, "'daily_limit':1"))
                .isInstanceOf(BacktestLimitException.class)
                .hasMessageContaining("2 contacts that wait");
        assertThat(folder).isEmptyDirectory();
    }
}
