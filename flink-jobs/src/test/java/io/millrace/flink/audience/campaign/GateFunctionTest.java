package io.millrace.flink.audience.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.campaign.engine.CampaignGate;
import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.core.campaign.engine.GateLimits;
import io.millrace.core.campaign.engine.GateState;
import io.millrace.core.campaign.engine.SlotRequest;
import io.millrace.core.event.Person;
import io.millrace.flink.audience.contact.Move;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GateFunctionTest {

    private final Gates gates = new Gates();

    GateFunctionTest() throws Exception {}

    @AfterEach
    void stop() throws Exception {
        gates.close();
    }

    @Test
    void slotsAreGrantedInOrderOfDueTimeThenContactAtTheirInstants() throws Exception {
        gates.active(500, null, Gates.rate(1, "10s"));
        gates.request(1_005, "a", "r3");
        gates.request(1_000, "c", "r2");
        gates.request(1_000, "b", "r1");

        gates.time(999);
        assertThat(gates.granted()).isEmpty();
        gates.time(30_000);
        assertThat(gates.granted()).containsExactly("r1@1000", "r2@11000", "r3@21000");
    }

    @Test
    void aGrantGoesToTheContactThatHoldsTheRun() throws Exception {
        gates.active(500, 5, null);
        gates.request(1_000, "ann", "r1");
        gates.time(1_000);

        assertThat(gates.grants())
                .containsExactly(new Move.Granted("ws_1", new Person(Person.Kind.USER, "ann"), "c", "r1", 1_000));
    }

    @Test
    void aDailyLimitIsOfTheWorkspacesDayAlsoWhenThatHas23Hours() throws Exception {
        long noon = Gates.at("2026-03-28T12:00:00Z");
        gates.active(noon - 1, 1, null);
        for (String contact : List.of("a", "b", "c")) {
            gates.request(noon, contact, contact);
        }

        gates.time(Gates.at("2026-03-30T12:00:00Z"));
        assertThat(gates.granted())
                .containsExactly(
                        "a@" + noon, "b@" + Gates.at("2026-03-28T23:00:00Z"), "c@" + Gates.at("2026-03-29T22:00:00Z"));
    }

    @Test
    void aSlotThatIsNotUsedIsGrantedToTheNext() throws Exception {
        gates.active(500, 1, null);
        gates.request(1_000, "a", "r1");
        gates.request(1_000, "b", "r2");
        gates.time(5_000);
        assertThat(gates.granted()).containsExactly("r1@1000");

        gates.unused(1_000);
        gates.time(6_000);
        assertThat(gates.granted()).containsExactly("r2@5001");
    }

    @Test
    void whoeverIsOverDoesNotWaitAnyMore() throws Exception {
        gates.active(500, null, Gates.rate(1, "10s"));
        gates.request(1_000, "a", "r1");
        gates.request(1_000, "b", "r2");
        gates.request(1_000, "c", "r3");
        gates.time(1_000);
        gates.withdraw("r2");
        gates.withdraw("never_asked");

        gates.time(30_000);
        assertThat(gates.granted()).containsExactly("r1@1000", "r3@11000");
    }

    @Test
    void aPausedCampaignGrantsNothingAndGoesOnInOrder() throws Exception {
        gates.active(500, null, Gates.rate(1, "10s"));
        gates.inForce(600, CampaignStatus.PAUSED, null, Gates.rate(1, "10s"));
        gates.request(1_000, "b", "r2");
        gates.request(1_000, "a", "r1");
        gates.time(50_000);
        assertThat(gates.granted()).isEmpty();

        gates.active(60_000, null, Gates.rate(1, "10s"));
        gates.time(80_000);
        assertThat(gates.granted()).containsExactly("r1@60000", "r2@70000");
    }

    /** What is granted before an instant is granted by what was in force before it. */
    @Test
    void whatIsKnownAheadHoldsFromItsInstantOn() throws Exception {
        gates.active(500, null, Gates.rate(1, "10s"));
        gates.request(1_000, "a", "r1");
        gates.request(1_000, "b", "r2");
        gates.request(1_000, "c", "r3");
        gates.inForce(15_000, CampaignStatus.PAUSED, null, Gates.rate(1, "10s"));
        gates.active(40_000, null, null);

        gates.time(39_999);
        assertThat(gates.granted()).containsExactly("r1@1000", "r2@11000");
        gates.time(40_000);
        assertThat(gates.granted()).containsExactly("r3@40000");

        // Judged late, as of when there was a limit.
        gates.request(14_000, "d", "r4");
        gates.time(50_000);
        assertThat(gates.granted()).containsExactly("r4@40001");
    }

    @Test
    void aCampaignThatIsOverForgetsWhoWaited() throws Exception {
        gates.active(500, 1, null);
        for (int i = 0; i < 200; i++) {
            gates.request(1_000, "a" + i, "r" + i);
        }
        gates.time(1_000);
        assertThat(gates.granted()).containsExactly("r0@1000");

        gates.inForce(2_000, CampaignStatus.COMPLETED, 1, null);
        gates.time(2_000);
        gates.withdraw("r7");
        gates.time(Gates.at("2026-03-02T12:00:00Z"));
        assertThat(gates.granted()).isEmpty();
        assertThat(gates.known()).isZero();
    }

    @Test
    void aCampaignThatIsDeletedForgetsWhoWaited() throws Exception {
        gates.active(500, 1, null);
        gates.request(1_000, "a", "r1");
        gates.request(1_000, "b", "r2");
        gates.inForce(2_000, null, null, null);
        gates.time(Gates.at("2026-03-02T12:00:00Z"));

        assertThat(gates.granted()).containsExactly("r1@1000");
        assertThat(gates.known()).isZero();
    }

    @Test
    void aCampaignWithoutLimitsLeavesNothingHere() throws Exception {
        gates.active(500, null, null);
        gates.inForce(600, CampaignStatus.PAUSED, null, null);
        gates.withdraw("r1");
        gates.unused(400);

        assertThat(gates.known()).isZero();
    }

    @Test
    void aRestartForgetsNothingAndGrantsNothingTwice() throws Exception {
        gates.active(500, 250, Gates.rate(100, "10s"));
        for (int i = 0; i < 300; i++) {
            gates.request(1_000, "a%03d".formatted(i), "r%03d".formatted(i));
        }
        gates.time(1_000);
        List<String> granted = new ArrayList<>(gates.granted());
        gates.restart();
        gates.withdraw("r150");
        gates.time(11_000);
        granted.addAll(gates.granted());
        gates.restart();
        gates.time(86_000_000);
        granted.addAll(gates.granted());

        List<String> expected = new ArrayList<>();
        long nextDay = 82_800_000;
        for (int i = 0; i < 300; i++) {
            if (i != 150) {
                int before = i < 150 ? i : i - 1;
                long at = before < 100 ? 1_000 : before < 200 ? 11_000 : before < 250 ? 21_000 : nextDay;
                expected.add("r%03d@%d".formatted(i, at));
            }
        }
        assertThat(granted).containsExactlyElementsOf(expected);
    }

    /** The same as the gate in memory, whatever comes, however often it is started again. */
    @Test
    void itGrantsWhatTheGateInMemoryGrants() throws Exception {
        long seed = Long.getLong("millrace.test.seed", 42);
        SplittableRandom random = new SplittableRandom(seed);
        GateLimits limits = new GateLimits(900, Gates.rate(40, "10s"), Gates.BERLIN);
        gates.active(0, limits.perDay(), limits.rate());
        gates.time(0);
        GateState memory = new GateState();
        Map<String, SlotRequest> waiting = new HashMap<>();
        List<String> expected = new ArrayList<>();
        List<String> granted = new ArrayList<>();
        long now = 1;
        for (int round = 0; round < 400; round++) {
            int requests = random.nextInt(12) == 0 ? random.nextInt(300) : random.nextInt(4);
            for (int i = 0; i < requests; i++) {
                // Some have waited for their turn to be told.
                long dueAt = now + random.nextInt(2_000);
                SlotRequest request = new SlotRequest(dueAt, "p" + random.nextInt(500), "r" + round + "_" + i);
                waiting.put(request.run(), request);
                CampaignGate.request(memory, request);
                gates.request(request.dueAt(), request.contact(), request.run());
            }
            if (!waiting.isEmpty() && random.nextInt(3) == 0) {
                String run = waiting.keySet().stream()
                        .sorted()
                        .skip(random.nextInt(waiting.size()))
                        .findFirst()
                        .orElseThrow();
                CampaignGate.withdraw(memory, waiting.remove(run));
                gates.withdraw(run);
            }
            long until = now + 1_999 + random.nextInt(600_000);
            grantAll(memory, limits, now, until, waiting, expected);
            gates.time(until);
            granted.addAll(gates.granted());
            now = until + 1;
            if (random.nextInt(20) == 0) {
                gates.restart();
            }
        }

        assertThat(granted).as("seed %d", seed).containsExactlyElementsOf(expected);
        assertThat(granted).hasSizeGreaterThan(1_000);
    }

    private static void grantAll(
            GateState memory,
            GateLimits limits,
            long from,
            long until,
            Map<String, SlotRequest> waiting,
            List<String> granted) {
        long now = from;
        while (true) {
            OptionalLong first =
                    waiting.values().stream().mapToLong(SlotRequest::dueAt).min();
            if (first.isEmpty()) {
                return;
            }
            // Whoever is due later does not wait yet.
            long slot = CampaignGate.nextSlot(memory, limits, Math.max(now, first.getAsLong()))
                    .orElseThrow();
            if (slot > until) {
                return;
            }
            SlotRequest next = Objects.requireNonNull(CampaignGate.grant(memory, limits, slot));
            waiting.remove(next.run());
            granted.add(next.run() + "@" + slot);
            now = slot;
        }
    }
}
