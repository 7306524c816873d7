package io.millrace.core.event;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;

/**
 * Reads the instants that clients write: ISO-8601 of any precision (no offset means UTC, digits past milliseconds are
 * cut), a date alone, epoch seconds or milliseconds (from 10¹¹). Writes UTC with milliseconds.
 */
public final class Timestamps {

    /** From here on a number means milliseconds (from 1973 on), below it seconds (to the year 5138). */
    private static final double LEAST_EPOCH_MILLIS = 1e11;

    /** Beyond the years ClickHouse and people know. */
    private static final double GREATEST_EPOCH_MILLIS = 253_402_300_799_999d;

    private static final long MILLIS_PER_DAY = 86_400_000L;

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /** UTC with milliseconds, {@code 2026-03-02T12:00:00.000Z}; by hand, for every stored event is written with two. */
    public static String format(long epochMillis) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, MILLIS_PER_DAY));
        if (day.getYear() < 0 || day.getYear() > 9999) {
            return FORMAT.format(Instant.ofEpochMilli(epochMillis));
        }
        int millisOfDay = (int) Math.floorMod(epochMillis, MILLIS_PER_DAY);
        byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
        digits(text, 3, day.getYear());
        digits(text, 6, day.getMonthValue());
        digits(text, 9, day.getDayOfMonth());
        digits(text, 12, millisOfDay / 3_600_000);
        digits(text, 15, millisOfDay / 60_000 % 60);
        digits(text, 18, millisOfDay / 1000 % 60);
        digits(text, 22, millisOfDay % 1000);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Writes a number so that its last digit stands at {@code last}, over zeros. */
    private static void digits(byte[] text, int last, int value) {
        int at = last;
        for (int rest = value; rest > 0; rest /= 10) {
            text[at--] = (byte) ('0' + rest % 10);
        }
    }

    public static OptionalLong parse(String text) {
        if (text.length() >= 10 && text.charAt(4) == '-' && text.charAt(7) == '-') {
            return new Reader(text).read();
        }
        return parseNumber(text);
    }

    /** Reads epoch seconds or milliseconds, also with a fraction. */
    public static OptionalLong parseNumber(String text) {
        if (text.isEmpty() || text.length() > 32) {
            return OptionalLong.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return OptionalLong.empty();
            }
        }
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
        double millis = Math.abs(number) < LEAST_EPOCH_MILLIS ? Math.rint(number * 1e6) / 1e3 : number;
        if (Math.abs(millis) > GREATEST_EPOCH_MILLIS) {
            return OptionalLong.empty();
        }
        return OptionalLong.of((long) Math.floor(millis));
    }

    /** One pass over an ISO text; the hot path of ingest, hence by hand. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        OptionalLong read() {
            int year = digits(4);
            at++;
            int month = digits(2);
            at++;
            int day = digits(2);
            if (year < 0 || month < 1 || month > 12 || day < 1) {
                return OptionalLong.empty();
            }
            long epochDay;
            try {
                epochDay = LocalDate.of(year, month, day).toEpochDay();
            } catch (DateTimeException e) {
                return OptionalLong.empty();
            }
            if (at == text.length()) {
                return OptionalLong.of(epochDay * MILLIS_PER_DAY);
            }
            char separator = text.charAt(at++);
            if (separator != 'T' && separator != 't' && separator != ' ') {
                return OptionalLong.empty();
            }
            long millisOfDay = timeOfDay();
            long offsetMillis = millisOfDay < 0 ? Long.MIN_VALUE : offset();
            if (offsetMillis == Long.MIN_VALUE || at != text.length()) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(epochDay * MILLIS_PER_DAY + millisOfDay - offsetMillis);
        }

        /** The hour, minutes, seconds and their fraction if there; a leap second is the next one; -1 if unreadable. */
        private long timeOfDay() {
            int hour = digits(2);
            if (hour < 0 || hour > 24) {
                return -1;
            }
            boolean minutesToo = take(':');
            int minute = minutesToo ? digits(2) : 0;
            if (minute < 0 || minute > 59) {
                return -1;
            }
            int second = 0;
            int millis = 0;
            if (minutesToo && take(':')) {
                second = digits(2);
                if (second < 0 || second > 60) {
                    return -1;
                }
                if (take('.') || take(',')) {
                    millis = fraction();
                    if (millis < 0) {
                        return -1;
                    }
                }
            }
            if (hour == 24 && (minute | second | millis) != 0) {
                return -1;
            }
            return ((hour * 60L + minute) * 60 + second) * 1000 + millis;
        }

        private int fraction() {
            int start = at;
            int millis = 0;
            while (at < text.length() && isDigit(text.charAt(at))) {
                if (at - start < 3) {
                    millis = millis * 10 + (text.charAt(at) - '0');
                }
                at++;
            }
            int count = at - start;
            return switch (count) {
                case 0 -> -1;
                case 1 -> millis * 100;
                case 2 -> millis * 10;
                default -> millis;
            };
        }

        private long offset() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            if (at == text.length() || take('Z') || take('z')) {
                return 0;
            }
            char sign = text.charAt(at++);
            if (sign != '+' && sign != '-') {
                return Long.MIN_VALUE;
            }
            int hours = digits(2);
            if (hours < 0 || hours > 18) {
                return Long.MIN_VALUE;
            }
            int minutes = 0;
            if (at < text.length()) {
                take(':');
                minutes = digits(2);
                if (minutes < 0 || minutes > 59) {
                    return Long.MIN_VALUE;
                }
            }
            long millis = (hours * 60L + minutes) * 60_000;
            return sign == '-' ? -millis : millis;
        }

        private boolean take(char c) {
            if (at < text.length() && text.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        private int digits(int count) {
            if (at + count > text.length()) {
                return -1;
            }
            int value = 0;
            for (int i = 0; i < count; i++) {
                char c = text.charAt(at++);
                if (!isDigit(c)) {
                    return -1;
                }
                value = value * 10 + (c - '0');
            }
            return value;
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }
    }
}
