package io.millrace.flink.audience.contact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order in which things are judged, and the instants at which answers change. */
@SuppressWarnings("NullAway.Init")
class ContactFunctionTest {

    private static final long DAY = 86_400_000L;
    private static final long NOON = 1_772_452_800_000L;
    private static final String THREE_LOGINS =
            "{'operator':'AND','conditions':[{'field':'events.login'," + "'op':'count_gte','value':3,'window':'7d'}]}";
    private static final String PRO =
            "{'operator':'AND','conditions':[{'field':'traits.plan','op':'eq','value':'pro'}]}";

    private Stage stage;

    @BeforeEach
    void start() throws Exception {
        stage = new Stage(1);
    }

    @AfterEach
    void stop() throws Exception {
        stage.close();
    }

    @Test
    void entersByTheThirdLoginAndLeavesTheMomentTheOldestIsSevenDaysOld() throws Exception {
        stage.live(NOON, "active", THREE_LOGINS);
        stage.event("alice", "login", NOON + 1);
        stage.event("alice", "login", NOON + 2);
        stage.event("alice", "login", NOON + 3);

        stage.advanceTo(NOON + 2);
        assertThat(stage.changes()).isEmpty();
        stage.advanceTo(NOON + 3);
        assertThat(stage.changes()).containsExactly("alice entered active " + (NOON + 3) + " event");

        stage.advanceTo(NOON + 7 * DAY);
        assertThat(stage.changes()).isEmpty();
        stage.advanceTo(NOON + 7 * DAY + 1);
        assertThat(stage.changes()).containsExactly("alice exited active " + (NOON + 7 * DAY + 1) + " expiry");
    }

    @Test
    void nothingIsJudgedBeforeTheDefinitionsOfItsInstantAreKnown() throws Exception {
        stage.event("alice", "login", NOON + 3);
        stage.routedAdvanceTo(NOON + 10);
        assertThat(stage.changes()).isEmpty();

        stage.live(
                NOON,
                "anybody",
                "{'operator':'AND','conditions':[{'field':'events.login','op':'count_gte','value':1}]}");
        stage.definitionsAdvanceTo(NOON + 10);

        assertThat(stage.changes()).containsExactly("alice entered anybody " + (NOON + 3) + " event");
    }

    @Test
    void whatComesInTheWrongOrderIsJudgedInTheRightOne() throws Exception {
        stage.live(NOON, "pro", PRO);
        stage.action("alice", NOON + 9, "r2", "{'do':'update','traits':{'plan':'free'}}");
        stage.action("alice", NOON + 5, "r1", "{'do':'update','traits':{'plan':'pro'}}");

        stage.advanceTo(NOON + 100);

        assertThat(stage.changes())
                .containsExactly(
                        "alice entered pro " + (NOON + 5) + " event", "alice exited pro " + (NOON + 9) + " event");
    }

    @Test
    void atOneInstantOnlyTheNetChangeCounts() throws Exception {
        stage.live(NOON, "pro", PRO);
        stage.action("alice", NOON + 5, "r1", "{'do':'update','traits':{'plan':'pro'}}");
        stage.action("alice", NOON + 5, "r2", "{'do':'update','traits':{'plan':'free'}}");

        stage.advanceTo(NOON + 100);

        assertThat(stage.changes()).isEmpty();
    }

    @Test
    void aRenewalAtTheExpiryDoesNotFlap() throws Exception {
        stage.live(
                NOON,
                "recent",
                "{'operator':'AND','conditions':[{'field':'events.login','op':'count_gte','value':1,'window':'1d'}]}");
        stage.event("alice", "login", NOON + 1);
        stage.advanceTo(NOON + 1);
        stage.changes();

        stage.event("alice", "login", NOON + 1 + DAY);
        stage.advanceTo(NOON + 1 + DAY);
        assertThat(stage.changes()).isEmpty();

        stage.advanceTo(NOON + 1 + 2 * DAY);
        assertThat(stage.changes()).containsExactly("alice exited recent " + (NOON + 1 + 2 * DAY) + " expiry");
    }

    @Test
    void timersAndWhatWaitsOutliveARestartAtAnyParallelism() throws Exception {
        stage.live(NOON, "active", THREE_LOGINS);
        for (int person = 0; person < 20; person++) {
            for (int login = 1; login <= 3; login++) {
                stage.event("p" + person, "login", NOON + login);
            }
        }
        stage.advanceTo(NOON + 2);
        stage.restart(2);
        stage.advanceTo(NOON + 3);
        assertThat(stage.changes())
                .hasSize(20)
                .allMatch(change -> change.endsWith(" entered active " + (NOON + 3) + " event"));
        stage.restart(3);
        stage.restart(1);

        stage.advanceTo(NOON + 1 + 7 * DAY);

        assertThat(stage.changes())
                .hasSize(20)
                .allMatch(change -> change.endsWith(" exited active " + (NOON + 1 + 7 * DAY) + " expiry"));
    }

    @Test
    void anEditReachesThoseToWhomNothingHappensAtItsOwnInstant() throws Exception {
        stage.live(
                NOON, "any", "{'operator':'AND','conditions':[{'field':'events.login','op':'count_gte','value':1}]}");
        for (int person = 0; person < 50; person++) {
            stage.event("p" + person, "login", NOON + 1);
        }
        stage.advanceTo(NOON + 10);
        assertThat(stage.changes()).hasSize(50);

        stage.define(NOON + 20, "all", "{'operator':'AND','conditions':[]}");
        stage.advanceTo(NOON + 1_000);
        assertThat(stage.changes()).isEmpty();
        stage.waitMillis(100);

        assertThat(stage.changes())
                .hasSize(50)
                .allMatch(change -> change.endsWith(" entered all " + (NOON + 20) + " edit"));
    }

    @Test
    void aWalkThatWasInterruptedBeginsAnewAndSaysNothingTwice() throws Exception {
        for (int person = 0; person < 500; person++) {
            stage.event("p" + person, "login", NOON + 1);
        }
        stage.advanceTo(NOON + 10);
        stage.define(NOON + 20, "all", "{'operator':'AND','conditions':[]}");
        stage.advanceTo(NOON + 1_000);
        stage.waitMillis(5);
        int before = stage.changes().size();
        stage.restart(2);
        stage.advanceTo(NOON + 1_001);
        stage.waitMillis(500);

        assertThat(before + stage.changes().size()).isEqualTo(500);
    }

    @Test
    void whoIsJudgedLateIsJudgedUnderEachChangeAtItsInstant() throws Exception {
        stage.event("alice", "login", NOON + 1);
        stage.advanceTo(NOON + 10);
        stage.define(NOON + 20, "all", "{'operator':'AND','conditions':[]}");
        stage.delete(NOON + 30, "all");
        stage.advanceTo(NOON + 1_000);
        stage.waitMillis(100);

        assertThat(stage.changes())
                .containsExactly(
                        "alice entered all " + (NOON + 20) + " edit", "alice exited all " + (NOON + 30) + " delete");
    }

    @Test
    void aDamagedDefinitionChangesNothing() throws Exception {
        stage.live(NOON, "pro", PRO);
        stage.define(NOON + 1, "pro", "{'operator':'XOR','conditions':[]}");
        stage.action("alice", NOON + 5, "r1", "{'do':'update','traits':{'plan':'pro'}}");

        stage.advanceTo(NOON + 100);

        assertThat(stage.changes()).containsExactly("alice entered pro " + (NOON + 5) + " event");
    }
}
