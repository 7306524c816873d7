package io.millrace.flink.audience.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Person;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;

/**
 * State that an earlier version of the code wrote is restored by this one, at another parallelism. Files are never written
 * again: a change of format adds one beside them. {@code -Dsavepoint.write=PATH} writes one of the newest format; the first,
 * from before campaigns, held profiles, memberships, a timer, a tombstone, inputs that wait and an unfinished walk.
 */
class SavepointTest {

    private static final String FORMAT_ONE = "/savepoints/contacts-1.snapshot";
    private static final String FORMAT_TWO = "/savepoints/contacts-2.snapshot";
    private static final long NOON = 1_772_452_800_000L;
    private static final long DAY = 86_400_000L;
    private static final long HOUR = 3_600_000L;
    private static final Person ALICE = new Person(Person.Kind.USER, "alice");
    private static final Person ANON = new Person(Person.Kind.ANONYMOUS, "a1");

    @Test
    void stateOfFormatOneIsRestored() throws Exception {
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

    /** Runs that wait, an unfinished launch, one that is to come, runs on their way to another contact. */
    @Test
    void stateOfFormatTwoIsRestored() throws Exception {
        String target = System.getProperty("savepoint.write", "");
        if (!target.isEmpty()) {
            writeCampaigns(Path.of(target));
        }
        URL file = SavepointTest.class.getResource(FORMAT_TWO);
        assertThat(file).isNotNull();
        try (Stage stage = new Stage(1)) {
            stage.restore(
                    OperatorSnapshotUtil.readStateHandle(Path.of(file.toURI()).toString()), 2);
            stage.advanceTo(NOON + 21);
            stage.waitMillis(200);
            assertThat(stage.sent())
                    .containsExactlyInAnyOrder("bob sent hello " + (NOON + 10), "carol sent hello " + (NOON + 10));
            stage.advanceTo(NOON + HOUR + 20);
            stage.waitMillis(200);
            assertThat(stage.told())
                    .containsExactly(
                            "bob reached bye " + (NOON + 2 + HOUR),
                            "bob sent bye " + (NOON + 2 + HOUR),
                            "bob exited completed " + (NOON + 2 + HOUR));
        }
    }

    private static void writeCampaigns(Path target) throws Exception {
        try (Stage stage = new Stage(1)) {
            stage.live(NOON, "all", "{'operator':'AND','conditions':[]}");
            stage.version(
                    NOON,
                    "series",
                    1,
                    "{'nodes':[{'id':'t','type':'trigger','on':'event','event':'signup'},"
                            + "{'id':'hour','type':'delay','duration':'1h'},"
                            + "{'id':'bye','type':'send','channel':'onsite','content':'Bye'}],"
                            + "'edges':[{'from':'t','to':'hour'},{'from':'hour','to':'bye'}]}");
            stage.campaign(NOON, "series", 1, "active", 1, false);
            stage.event("bob", "signup", NOON + 2);
            stage.event("carol", "login", NOON + 2);
            stage.anonymousEvent("a1", "signup", NOON + 3);
            stage.merge(ANON, ALICE, NOON + 4, "NEWEST", "r-4");
            stage.advanceTo(NOON + 5);
            stage.version(
                    NOON + 10,
                    "news",
                    1,
                    "{'nodes':[{'id':'t','type':'trigger','on':'segment_entry','segment':'all'},"
                            + "{'id':'hello','type':'send','channel':'onsite','content':'Hello'}],"
                            + "'edges':[{'from':'t','to':'hello'}]}");
            stage.campaign(NOON + 10, "news", 1, "active", 1, true);
            stage.advanceTo(NOON + 20);
            Files.createDirectories(target.toAbsolutePath().getParent());
            OperatorSnapshotUtil.writeStateHandle(stage.snapshot(), target.toString());
        }
    }
}
