package io.millrace.core.campaign.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.campaign.CampaignSettings.SendRate;
import io.millrace.core.campaign.Elapsed;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CampaignGateTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final long NOON = at("2026-03-02T12:00:00Z");

    private final GateState state = new GateState();

    @Test
    void slotsAreGrantedInOrderOfDueTimeThenContact() {
        request(NOON + 5, "a", "r1");
        request(NOON, "c", "r2");
        request(NOON, "b", "r3");

        assertThat(granted(limits(3, null), NOON + 10)).isEqualTo("r3");
        assertThat(granted(limits(3, null), NOON + 10)).isEqualTo("r2");
        assertThat(granted(limits(3, null), NOON + 10)).isEqualTo("r1");
        assertThat(CampaignGate.grant(state, limits(3, null), NOON + 10)).isNull();
    }

    @Test
    void aDayIsTheWorkspacesAlsoWhenItHas23Hours() {
        GateLimits one = limits(1, null);
        request(NOON, "a", "r1");
        request(NOON, "b", "r2");
        request(NOON, "c", "r3");

        assertThat(granted(one, at("2026-03-28T12:00:00Z"))).isEqualTo("r1");
        assertThat(CampaignGate.nextSlot(state, one, at("2026-03-28T12:00:00Z")))
                .hasValue(at("2026-03-28T23:00:00Z"));
        assertThat(granted(one, at("2026-03-28T23:00:00Z"))).isEqualTo("r2");
        assertThat(CampaignGate.nextSlot(state, one, at("2026-03-29T12:00:00Z")))
                .hasValue(at("2026-03-29T22:00:00Z"));
    }

    @Test
    void aRateLooksBackOverItsDuration() {
        GateLimits two = limits(null, new SendRate(2, Elapsed.of("10s")));
        for (String run : new String[] {"r1", "r2", "r3", "r4"}) {
            request(NOON, run, run);
        }

        assertThat(granted(two, NOON)).isEqualTo("r1");
        assertThat(granted(two, NOON + 4_000)).isEqualTo("r2");
        assertThat(CampaignGate.grant(state, two, NOON + 9_999)).isNull();
        assertThat(granted(two, NOON + 10_000)).isEqualTo("r3");
        assertThat(CampaignGate.nextSlot(state, two, NOON + 10_000)).hasValue(NOON + 14_000);
    }

    @Test
    void aSlotThatIsGivenBackIsFreeAgain() {
        GateLimits one = limits(1, new SendRate(1, Elapsed.of("1h")));
        request(NOON, "a", "r1");
        request(NOON, "b", "r2");

        assertThat(granted(one, NOON)).isEqualTo("r1");
        assertThat(CampaignGate.grant(state, one, NOON)).isNull();
        CampaignGate.giveBack(state, NOON);
        assertThat(granted(one, NOON)).isEqualTo("r2");
    }

    @Test
    void aSlotOfYesterdayThatIsGivenBackIsNotTodays() {
        GateLimits one = limits(1, null);
        request(NOON, "a", "r1");
        request(NOON, "b", "r2");
        request(NOON, "c", "r3");

        assertThat(granted(one, NOON)).isEqualTo("r1");
        assertThat(granted(one, at("2026-03-03T12:00:00Z"))).isEqualTo("r2");
        CampaignGate.giveBack(state, NOON);
        assertThat(CampaignGate.grant(state, one, at("2026-03-03T12:00:00Z"))).isNull();
    }

    @Test
    void turnsAreToldAhead() {
        GateLimits limits = limits(3, new SendRate(2, Elapsed.of("1h")));
        for (String run : new String[] {"r1", "r2", "r3", "r4"}) {
            request(NOON, run, run);
        }

        assertThat(CampaignGate.turns(state, limits, NOON))
                .containsEntry("r1", NOON)
                .containsEntry("r2", NOON)
                .containsEntry("r3", NOON + 3_600_000)
                .containsEntry("r4", at("2026-03-02T23:00:00Z"));
        assertThat(state.waiting()).isEqualTo(4);
    }

    @Test
    void whatItHasGrantedOutlivesARestart() {
        GateLimits limits = limits(5, new SendRate(2, Elapsed.of("10s")));
        GateCounters before = new GateCounters();
        CampaignGate.take(before, limits, NOON);
        CampaignGate.take(before, limits, NOON + 4_000);

        GateCounters after = GateCountersCodec.decode(GateCountersCodec.encode(before));

        assertThat(GateCountersCodec.encode(after)).isEqualTo(GateCountersCodec.encode(before));
        assertThat(CampaignGate.free(after, limits, NOON + 5_000)).isEqualTo(NOON + 10_000);
        assertThat(CampaignGate.free(after, limits(2, null), NOON + 5_000)).isEqualTo(at("2026-03-02T23:00:00Z"));
    }

    @Test
    void countersOfAFormatToComeAreRefused() {
        byte[] bytes = GateCountersCodec.encode(new GateCounters());
        bytes[0] = 2;

        assertThatThrownBy(() -> GateCountersCodec.decode(bytes)).hasMessageContaining("format 2");
    }

    /** Of many slots of one instant, one that is given back leaves the others. */
    @Test
    void slotsOfOneInstantAreCountedEach() {
        GateLimits three = limits(null, new SendRate(3, Elapsed.of("10s")));
        for (String run : new String[] {"r1", "r2", "r3", "r4", "r5"}) {
            request(NOON, run, run);
        }

        assertThat(granted(three, NOON)).isEqualTo("r1");
        assertThat(granted(three, NOON)).isEqualTo("r2");
        assertThat(granted(three, NOON)).isEqualTo("r3");
        assertThat(CampaignGate.nextSlot(state, three, NOON)).hasValue(NOON + 10_000);
        CampaignGate.giveBack(state, NOON);
        assertThat(granted(three, NOON + 1)).isEqualTo("r4");
        assertThat(CampaignGate.nextSlot(state, three, NOON + 1)).hasValue(NOON + 10_000);
        assertThat(granted(three, NOON + 10_000)).isEqualTo("r5");
    }

    private void request(long dueAt, String contact, String run) {
        CampaignGate.request(state, new SlotRequest(dueAt, contact, run));
    }

    private String granted(GateLimits limits, long now) {
        return Objects.requireNonNull(CampaignGate.grant(state, limits, now)).run();
    }

    private static GateLimits limits(@Nullable Integer perDay, @Nullable SendRate rate) {
        return new GateLimits(perDay, rate, BERLIN);
    }

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}
