package io.millrace.cli.demo;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Random;

/** When people come to the shop: few at night, most at noon and in the evening, fewer at the weekend. */
final class DailyRhythm {

    /** Visits of each hour in relation to each other. */
    private static final int[] BY_HOUR = {
        3, 2, 1, 1, 1, 2, 6, 12, 18, 22, 24, 26, 30, 26, 22, 21, 22, 24, 28, 34, 38, 32, 18, 8
    };

    private static final int SUM = sum();

    /** A visit ends on the day on which it began: the last one begins half an hour before midnight. */
    private static final int LAST_SECOND = 86_400 - 1_800;

    private DailyRhythm() {}

    /** How busy the day is, 1 on a workday. */
    static double share(LocalDate day) {
        DayOfWeek weekday = day.getDayOfWeek();
        return weekday == DayOfWeek.SATURDAY ? 0.7 : weekday == DayOfWeek.SUNDAY ? 0.8 : 1.0;
    }

    static int secondOfDay(Random random) {
        int drawn = random.nextInt(SUM);
        int hour = 0;
        while (drawn >= BY_HOUR[hour]) {
            drawn -= BY_HOUR[hour];
            hour++;
        }
        return Math.min(hour * 3_600 + random.nextInt(3_600), LAST_SECOND);
    }

    private static int sum() {
        int sum = 0;
        for (int weight : BY_HOUR) {
            sum += weight;
        }
        return sum;
    }
}
