package io.millrace.core.backtest;

import io.millrace.core.campaign.engine.CampaignOutput;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Counts what runs do by local days. Used by one thread. */
final class Days implements CampaignOutput.Visitor<Boolean> {

    private final ZoneId zone;
    private final Consumer<CampaignOutput> told;
    private final TreeMap<LocalDate, Tally> days = new TreeMap<>();

    // The day of the last count: most come in order.
    private long dayBegin = Long.MAX_VALUE;
    private long dayEnd = Long.MIN_VALUE;
    private Tally day = new Tally();

    /** @param told of everything that is counted */
    Days(BacktestPlan plan, Consumer<CampaignOutput> told) {
        this.zone = plan.zone();
        this.told = told;
        LocalDate last = date(plan.to());
        for (LocalDate date = date(plan.from()); !date.isAfter(last); date = date.plusDays(1)) {
            days.put(date, new Tally());
        }
    }

    void count(CampaignOutput output) {
        if (output.accept(this)) {
            told.accept(output);
        }
    }

    /** A send has been put off to the end of quiet hours. */
    void held(long at) {
        of(at).held++;
    }

    /** A send that came due then had to wait for its turn. */
    void waited(long dueAt) {
        of(dueAt).waited++;
    }

    BacktestResult result(long contacts, long waiting) {
        Map<LocalDate, BacktestCounts> counts = new LinkedHashMap<>();
        Tally totals = new Tally();
        days.forEach((date, tally) -> {
            counts.put(date, tally.counts());
            totals.add(tally);
        });
        return new BacktestResult(counts, totals.counts(), contacts, waiting);
    }

    private LocalDate date(long at) {
        return Instant.ofEpochMilli(at).atZone(zone).toLocalDate();
    }

    private Tally of(long at) {
        if (at < dayBegin || at >= dayEnd) {
            LocalDate date = date(at);
            day = days.computeIfAbsent(date, missing -> new Tally());
            dayBegin = date.atStartOfDay(zone).toInstant().toEpochMilli();
            dayEnd = date.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli();
        }
        return day;
    }

    @Override
    public Boolean entered(CampaignOutput.Entered output) {
        of(output.at()).entries++;
        return true;
    }

    @Override
    public Boolean reached(CampaignOutput.Reached output) {
        return false;
    }

    @Override
    public Boolean sent(CampaignOutput.Sent output) {
        of(output.at()).sent(output.node().channel());
        return true;
    }

    @Override
    public Boolean skipped(CampaignOutput.Skipped output) {
        of(output.at()).skipped(output.reason());
        return true;
    }

    @Override
    public Boolean slotNeeded(CampaignOutput.SlotNeeded output) {
        return false;
    }

    @Override
    public Boolean slotUnused(CampaignOutput.SlotUnused output) {
        return false;
    }

    @Override
    public Boolean called(CampaignOutput.Called output) {
        of(output.at()).calls++;
        return true;
    }

    @Override
    public Boolean converted(CampaignOutput.Converted output) {
        of(output.at()).conversions++;
        return true;
    }

    @Override
    public Boolean moved(CampaignOutput.Moved output) {
        return false;
    }

    @Override
    public Boolean exited(CampaignOutput.Exited output) {
        of(output.at()).exited(output.reason());
        return true;
    }

    @Override
    public Boolean enrollmentAnswered(CampaignOutput.EnrollmentAnswered output) {
        return false;
    }
}
