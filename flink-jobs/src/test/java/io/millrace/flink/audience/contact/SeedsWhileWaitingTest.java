package io.millrace.flink.audience.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.LeafEvent;
import io.millrace.core.audience.LeafKey;
import io.millrace.core.event.Person;
import io.millrace.streams.record.SeedRecord;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A contact that waits for another one's past is told its own past for a condition that is defined meanwhile. */
@SuppressWarnings("NullAway.Init")
class SeedsWhileWaitingTest {

    private static final long NOON = 1_772_452_800_000L;
    private static final long DAY = 86_400_000;
    private static final Person ALICE = new Person(Person.Kind.USER, "alice");
    private static final Person ANON = new Person(Person.Kind.ANONYMOUS, "a1");
    private static final String TWO_LOGINS =
            "{'operator':'AND','conditions':[{'field':'events.login','op':'count_gte','value':2,'window':'7d'}]}";

    private Stage stage;

    @BeforeEach
    void start() throws Exception {
        stage = new Stage(2);
    }

    @AfterEach
    void stop() throws Exception {
        stage.close();
    }

    @Test
    void aSeedOfAConditionThatIsYoungerThanTheMergeWaitsWithTheContact() throws Exception {
        stage.anonymousEvent("a1", "page", NOON + 1);
        stage.event("alice", "login", NOON + 10);
        stage.event("alice", "login", NOON + 20);
        stage.merge(ANON, ALICE, NOON + 50, "NEWEST", "");
        long version = stage.define(NOON + 100, "active", TWO_LOGINS);
        stage.advanceTo(NOON + 200);
        stage.seed(
                new SeedRecord(
                        Stage.WORKSPACE,
                        ALICE,
                        leaf(),
                        NOON + 100,
                        0,
                        List.of(
                                new LeafEvent(NOON + 10, Arrival.of(NOON + 10, 0, 1), 1, null, 0),
                                new LeafEvent(NOON + 20, Arrival.of(NOON + 20, 0, 2), 1, null, 0))),
                ALICE);
        stage.restart(2);
        stage.backfilled(NOON + 300, "active", version);
        stage.advanceTo(NOON + 400);
        stage.commit();
        stage.advanceTo(NOON + 500);
        stage.waitMillis(50);

        assertThat(stage.changes()).containsExactly("alice entered active " + (NOON + 300) + " edit");
        stage.advanceTo(NOON + 10 + 7 * DAY);
        assertThat(stage.changes()).containsExactly("alice exited active " + (NOON + 10 + 7 * DAY) + " expiry");
    }

    private static LeafKey leaf() {
        return HandOverTest.leaf(TWO_LOGINS);
    }
}
