package io.millrace.flink.audience.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Person;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;

/**
 * State that an earlier version of the code wrote is restored by this one, at another parallelism. The file of format 1 is
 * never written again: a change of format adds a file beside it. {@code -Dsavepoint.write=PATH} writes a new one.
 */
class SavepointTest {

    private static final String FORMAT_ONE = "/savepoints/contacts-1.snapshot";
    private static final long NOON = 1_772_452_800_000L;
    private static final long DAY = 86_400_000L;
    private static final Person ALICE = new Person(Person.Kind.USER, "alice");
    private static final Person ANON = new Person(Person.Kind.ANONYMOUS, "a1");

    @Test
    void stateOfFormatOneIsRestored() throws Exception {
        String target = System.getProperty("savepoint.write", "");
        if (!target.isEmpty()) {
            write(Path.of(target));
        }
        URL file = SavepointTest.class.getResource(FORMAT_ONE);
        assertThat(file).isNotNull();
        try (Stage stage = new Stage(1)) {
            stage.restore(
                    OperatorSnapshotUtil.readStateHandle(Path.of(file.toURI()).toString()), 2);
            // What waited in order is judged.
            stage.advanceTo(NOON + 20);
            assertThat(stage.changes())
                    .containsExactlyInAnyOrder(
                            "carol entered pro " + (NOON + 15) + " event",
                            "carol entered all " + (NOON + 15) + " event");
            // Who was not judged under the newest rules yet, is.
            stage.waitMillis(200);
            assertThat(stage.changes())
                    .containsExactlyInAnyOrder(
                            "bob entered all " + (NOON + 10) + " edit", "dave entered all " + (NOON + 10) + " edit");
            // A timer that was registered before.
            stage.advanceTo(NOON + 3 + 7 * DAY);
            assertThat(stage.changes()).contains("bob exited active " + (NOON + 1 + 7 * DAY) + " expiry");
            // The past that alice waits for.
            stage.event("alice", "login", NOON + 4 + 7 * DAY);
            stage.event("alice", "login", NOON + 5 + 7 * DAY);
            stage.advanceTo(NOON + 6 + 7 * DAY);
            assertThat(stage.changes()).isEmpty();
        }
    }

    /** Profiles, memberships, a timer, a tombstone, held inputs, waiting inputs, an unfinished walk. */
    private static void write(Path target) throws Exception {
        try (Stage stage = new Stage(1)) {
            stage.live(
                    NOON,
                    "active",
                    "{'operator':'AND','conditions':[{'field':'events.login','op':'count_gte','value':2,'window':'7d'}]}");
            stage.define(NOON, "pro", "{'field':'traits.plan','op':'eq','value':'pro'}");
            stage.defineStatic(NOON, "hand");
            stage.event("bob", "login", NOON + 1);
            stage.event("bob", "login", NOON + 2);
            stage.action(
                    "dave",
                    NOON + 2,
                    "r-1",
                    "{'do':'update','traits':{'plan':'free'},'tags':['x'],'scores':{'lead':1.5}}");
            stage.action("dave", NOON + 3, "r-2", "{'do':'static','enter':['hand']}");
            stage.action("dave", NOON + 3, "r-3", "{'do':'subscribe','group':'news'}");
            stage.anonymousEvent("a1", "login", NOON + 1);
            stage.merge(ANON, ALICE, NOON + 4, "NEWEST", "r-4");
            stage.advanceTo(NOON + 5);
            stage.define(NOON + 10, "all", "{'operator':'AND','conditions':[]}");
            stage.action("carol", NOON + 15, "r-5", "{'do':'update','traits':{'plan':'pro'}}");
            stage.advanceTo(NOON + 12);
            stage.changes();
            Files.createDirectories(target.toAbsolutePath().getParent());
            OperatorSnapshotUtil.writeStateHandle(stage.snapshot(), target.toString());
        }
    }
}
