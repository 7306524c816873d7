package io.millrace.core.campaign;

import io.millrace.core.rule.EventPattern;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a whole campaign. What is null is not set.
 *
 * @param dailyLimit sends in a local day of the workspace
 * @param maxEventAge an event older than this when it arrives does not trigger
 * @param startAt the campaign activates itself then
 * @param endAt from then on nobody enters, and runs finish
 * @param trackOpens whether messages tell when they are opened
 */
public record CampaignSettings(
        ReEntry reEntry,
        List<ExitCondition> exitConditions,
        @Nullable Goal goal,
        @Nullable QuietHours quietHours,
        @Nullable FrequencyCap frequencyCap,
        @Nullable Integer dailyLimit,
        @Nullable SendRate sendRate,
        @Nullable HoldOut holdOut,
        Elapsed maxEventAge,
        @Nullable Instant startAt,
        @Nullable Instant endAt,
        boolean trackOpens) {

    public static final Elapsed DEFAULT_MAX_EVENT_AGE = Elapsed.of("72h");

    public static final CampaignSettings DEFAULT = new CampaignSettings(
            new ReEntry.Never(),
            List.of(),
            null,
            null,
            null,
            null,
            null,
            null,
            DEFAULT_MAX_EVENT_AGE,
            null,
            null,
            true);

    public CampaignSettings {
        exitConditions = List.copyOf(exitConditions);
        requirePositive(maxEventAge);
        if (dailyLimit != null) {
            requireAtLeastOne(dailyLimit);
        }
        if (startAt != null && endAt != null && !endAt.isAfter(startAt)) {
            throw new IllegalArgumentException("a campaign ends after it starts");
        }
    }

    /**
     * The event that counts as success, once a run.
     *
     * @param within how long after one of the run's messages; for hold-outs, after entry
     * @param exit whether it ends the run
     */
    public record Goal(EventPattern event, Elapsed within, boolean exit) {
        public Goal {
            requirePositive(within);
        }
    }

    /** In the contact's zone, the start quiet, the end not; past midnight if the end is the earlier one. */
    public record QuietHours(LocalTime start, LocalTime end, Mode mode) {

        /** What becomes of a send that falls into them. */
        public enum Mode {
            HOLD,
            DROP;

            /** As graphs spell it: {@code hold}. */
            public String text() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        public QuietHours {
            if (start.equals(end)) {
                throw new IllegalArgumentException("quiet hours begin and end at different times");
            }
        }
    }

    /** At most so many messages to a contact in any window, over all campaigns. */
    public record FrequencyCap(int max, Elapsed window) {
        public FrequencyCap {
            requireAtLeastOne(max);
            requirePositive(window);
        }
    }

    /** At most so many sends of the campaign per duration. */
    public record SendRate(int max, Elapsed per) {
        public SendRate {
            requireAtLeastOne(max);
            requirePositive(per);
        }
    }

    /**
     * Contacts whose bucket lies below the percentage enter, but get nothing.
     *
     * @param salt null: the campaign's id and {@code :hold_out}
     */
    public record HoldOut(BigDecimal percent, @Nullable String salt) {
        public HoldOut {
            percent = percent.stripTrailingZeros();
            if (percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
                throw new IllegalArgumentException("a percentage lies between 0 and 100, found " + percent);
            }
        }
    }

    static void requirePositive(Elapsed duration) {
        if (duration.millis() <= 0) {
            throw new IllegalArgumentException("a duration is positive, found " + duration.text());
        }
    }

    private static void requireAtLeastOne(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("a limit is at least 1, found " + number);
        }
    }
}
