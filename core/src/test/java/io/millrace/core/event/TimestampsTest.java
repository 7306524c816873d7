package io.millrace.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T12:00:00.000Z,          2026-03-02T12:00:00Z",
        "2026-03-02T12:00:00Z,              2026-03-02T12:00:00Z",
        "2026-03-02T12:00Z,                 2026-03-02T12:00:00Z",
        "2026-03-02T12:00:00,               2026-03-02T12:00:00Z",
        "2026-03-02 12:00:00,               2026-03-02T12:00:00Z",
        "2026-03-02T12:00:00.5Z,            2026-03-02T12:00:00.500Z",
        "2026-03-02T12:00:00.123456789Z,    2026-03-02T12:00:00.123Z",
        "2026-03-02T12:00:00.000+05:30,     2026-03-02T06:30:00Z",
        "2026-03-02T12:00:00-0800,          2026-03-02T20:00:00Z",
        "2026-03-02T12:00:00+02,            2026-03-02T10:00:00Z",
        "2026-03-02,                        2026-03-02T00:00:00Z",
        "2024-02-29T23:59:60Z,              2024-03-01T00:00:00Z",
        "2026-03-02T24:00:00Z,              2026-03-03T00:00:00Z",
        "1969-12-31T23:59:59.999Z,          1969-12-31T23:59:59.999Z",
        "1772452800,                        2026-03-02T12:00:00Z",
        "1772452800.25,                     2026-03-02T12:00:00.250Z",
        "1772452800123,                     2026-03-02T12:00:00.123Z",
        "1.772452800123e12,                 2026-03-02T12:00:00.123Z",
        "2026-03-02T12,                     2026-03-02T12:00:00Z",
        "2026-03-02T12Z,                    2026-03-02T12:00:00Z",
        "2026-03-02T12+02:00,               2026-03-02T10:00:00Z",
        "852076800000,                      1997-01-01T00:00:00Z",
        "100000000000,                      1973-03-03T09:46:40Z",
        "99999999999,                       5138-11-16T09:46:39Z",
        "0,                                 1970-01-01T00:00:00Z",
    })
    void readsWhatClientsWrite(String text, Instant instant) {
        assertThat(Timestamps.parse(text)).isEqualTo(OptionalLong.of(instant.toEpochMilli()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "yesterday",
                "2026-02-30",
                "2026-13-01",
                "2026-03-02T",
                "2026-03-02T25:00:00Z",
                "2026-03-02T1",
                "2026-03-02T12:",
                "2026-03-02T24:00:01Z",
                "2026-03-02T12:60:00Z",
                "2026-03-02T12:00:61Z",
                "2026-03-02T12:00:00.Z",
                "2026-03-02T12:00:00Zx",
                "2026-03-02T12:00:00+1",
                "2026-03-02x12:00",
                "NaN",
                "Infinity",
                "1e400",
                "0x10",
                "1772452800f",
                "12345678901234567890123456789012345",
                "٢٠٢٦-03-02"
            })
    void refusesTheRest(String text) {
        assertThat(Timestamps.parse(text)).isEmpty();
    }

    @Test
    void writesUtcWithMilliseconds() {
        assertThat(Timestamps.format(Instant.parse("2026-03-02T12:00:00Z").toEpochMilli()))
                .isEqualTo("2026-03-02T12:00:00.000Z");
    }

    @Test
    void writesEveryInstantAsJavaDoes() {
        DateTimeFormatter java =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long millis = random.nextLong(-100_000_000_000_000L, 300_000_000_000_000L);

            assertThat(Timestamps.format(millis))
                    .as("seed %d, %d", seed, millis)
                    .isEqualTo(java.format(Instant.ofEpochMilli(millis)));
        }
    }
}
