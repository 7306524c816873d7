package io.millrace.query.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.LeafEvent;
import io.millrace.core.audience.LeafKey;
import io.millrace.core.definition.BackfillStatus;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import io.millrace.streams.record.SeedRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeederTest {

    private static final Condition LOGINS = Counted.named("login", 1);
    private static final Condition ORDERS = Counted.named("order", 2);
    private static final Person ANN = Person.of("ann", null);
    private static final Person COOKIE = Person.of(null, "cookie");

    private final List<SeedRecord> seeds = new ArrayList<>();

    @Test
    void eachPersonAndConditionGetsASeedOfWhatArrivedBeforeItWasLive() {
        Seeder seeder = seeder(Map.of(LOGINS.key(), 1_000L, ORDERS.key(), 500L));
        seeder.take(event("login", "ann", "", 10, 999));
        seeder.take(event("order", "ann", "", 20, 499));
        seeder.take(event("order", "ann", "", 30, 500));
        seeder.take(event("login", "ann", "x", 40, 1_000));
        seeder.take(event("login", "", "cookie", 5, 7));
        seeder.finish();

        assertThat(seeds)
                .containsExactly(
                        new SeedRecord("ws", ANN, new LeafKey(1), 1_000, 0, List.of(leaf(10, 999))),
                        new SeedRecord("ws", ANN, new LeafKey(2), 500, 0, List.of(leaf(20, 499))),
                        new SeedRecord("ws", COOKIE, new LeafKey(1), 1_000, 0, List.of(leaf(5, 7))));
    }

    @Test
    void aPersonWhoDidMuchIsCutIntoPartsAtTheSamePlacesEveryTime() {
        for (int run = 0; run < 2; run++) {
            Seeder seeder = seeder(Map.of(LOGINS.key(), Long.MAX_VALUE, ORDERS.key(), Long.MAX_VALUE));
            for (int i = 0; i < 2 * SeedRecord.EVENTS_MAX + 1; i++) {
                seeder.take(event("login", "ann", "", i, i));
            }
            seeder.take(event("login", "bob", "", 1, 1));
            seeder.finish();
        }

        assertThat(seeds).extracting(SeedRecord::part).containsExactly(0, 1, 2, 0, 0, 1, 2, 0);
        assertThat(seeds.subList(0, 4)).isEqualTo(seeds.subList(4, 8));
        assertThat(seeds.get(2).events()).containsExactly(leaf(2 * SeedRecord.EVENTS_MAX, 2 * SeedRecord.EVENTS_MAX));
    }

    private Seeder seeder(Map<LeafKey, Long> liveFrom) {
        Map<LeafKey, BackfillStatus.Condition> conditions = new HashMap<>();
        liveFrom.forEach((key, millis) -> conditions.put(key, new BackfillStatus.Condition(millis, false)));
        BackfillStatus status = new BackfillStatus(1, BackfillStatus.State.RUNNING, 0, "", "one", conditions);
        return new Seeder(new Work("ws", "seg", 1, 9_999, List.of(LOGINS, ORDERS), status, 1), seeds::add);
    }

    private static StoredEvent event(String name, String user, String anonymous, long timestamp, long arrival) {
        return new StoredEvent(EventType.TRACK, name, timestamp, Arrival.of(arrival, 0, arrival), user, anonymous, "");
    }

    private static LeafEvent leaf(long timestamp, long arrival) {
        return new LeafEvent(timestamp, Arrival.of(arrival, 0, arrival), 1, null, 0);
    }
}
