package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShopTest {

    private static final long TUESDAY = LocalDate.of(2026, 3, 3).toEpochDay();

    @Test
    void aDayIsTheSameWheneverAndAfterWhateverItIsAskedFor() {
        Shop other = new Shop(7);
        other.day(TUESDAY + 3);
        other.day(TUESDAY - 20);

        assertThat(bytes(new Shop(7).day(TUESDAY))).isEqualTo(bytes(other.day(TUESDAY)));
        assertThat(bytes(new Shop(8).day(TUESDAY))).isNotEqualTo(bytes(other.day(TUESDAY)));
    }

    @Test
    void messageIdsAreUniqueOverDays() {
        Shop shop = new Shop(1);
        Set<String> ids = new HashSet<>();
        for (long day = TUESDAY - 3; day <= TUESDAY; day++) {
            for (DemoEvent event : shop.day(day)) {
                assertThat(ids.add(event.messageId())).as(event.messageId()).isTrue();
            }
        }
    }

    @Test
    void eventsLieWithinTheirDayInOrder() {
        List<DemoEvent> events = new Shop(1).day(TUESDAY);

        assertThat(events).isSortedAccordingTo((a, b) -> Long.compare(a.timestampMillis(), b.timestampMillis()));
        assertThat(events).allSatisfy(event -> assertThat(Instant.ofEpochMilli(event.timestampMillis())
                        .atZone(ZoneOffset.UTC)
                        .toLocalDate())
                .isEqualTo(LocalDate.ofEpochDay(TUESDAY)));
    }

    @Test
    void nightsAreQuietAndEveningsAreNot() {
        long[] byHour = new long[24];
        new Shop(1).day(TUESDAY).forEach(event -> byHour[hour(event)]++);
        long night = byHour[1] + byHour[2] + byHour[3] + byHour[4];
        long evening = byHour[18] + byHour[19] + byHour[20] + byHour[21];

        assertThat(night).isPositive();
        assertThat(evening).isGreaterThan(10 * night);
    }

    @Test
    void peopleLookSignUpComeBackAndBuy() {
        List<DemoEvent> events = new Shop(1).day(TUESDAY);
        Set<String> kinds = events.stream()
                .map(event -> event.json().path("type").asText() + " "
                        + event.json().path("event").asText(""))
                .collect(Collectors.toSet());
        Set<String> plans = new Shop(1)
                .day(TUESDAY).stream()
                        .map(event -> event.json().path("traits").path("plan").asText(""))
                        .filter(plan -> !plan.isEmpty())
                        .collect(Collectors.toSet());

        assertThat(kinds)
                .containsExactlyInAnyOrder(
                        "page ", "identify ", "track signup_completed", "track login", "track purchase");
        assertThat(plans).contains("free", "starter", "growth");
        assertThat(events).hasSizeBetween(1_000, 20_000);
    }

    @Test
    void aScheduleGoesOnOverMidnightWithoutLosingAnything() {
        Shop shop = new Shop(1);
        long noon = TUESDAY * 86_400_000L + 43_200_000L;
        Schedule schedule = new Schedule(shop, noon);
        long afternoon = shop.day(TUESDAY).stream()
                .filter(event -> event.timestampMillis() >= noon)
                .count();
        for (long i = 0; i < afternoon; i++) {
            assertThat(schedule.take().timestampMillis()).isBetween(noon, (TUESDAY + 1) * 86_400_000L - 1);
        }
        assertThat(schedule.take().messageId())
                .isEqualTo(shop.day(TUESDAY + 1).get(0).messageId());
    }

    private static int hour(DemoEvent event) {
        return Instant.ofEpochMilli(event.timestampMillis())
                .atZone(ZoneOffset.UTC)
                .getHour();
    }

    private static List<String> bytes(List<DemoEvent> events) {
        return events.stream()
                .map(event -> new String(event.bytes(), StandardCharsets.UTF_8))
                .collect(Collectors.toList());
    }
}
