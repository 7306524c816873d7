package io.millrace.flink.audience.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.LeafEvent;
import io.millrace.core.audience.LeafKey;
import io.millrace.core.audience.RuleBook;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.flink.audience.Routed;
import io.millrace.streams.record.SeedRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens between contacts: merges, deletions, seeds that follow a contact. */
@SuppressWarnings("NullAway.Init")
class HandOverTest {

    private static final long NOON = 1_772_452_800_000L;
    private static final long DAY = 86_400_000L;
    private static final Person ALICE = new Person(Person.Kind.USER, "alice");
    private static final Person ANON = new Person(Person.Kind.ANONYMOUS, "a1");
    private static final Person BOB = new Person(Person.Kind.USER, "bob");
    private static final Person CAROL = new Person(Person.Kind.USER, "carol");
    private static final String TWO_LOGINS =
            "{'operator':'AND','conditions':[{'field':'events.login'," + "'op':'count_gte','value':2,'window':'7d'}]}";

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
    void thePastOfAnAnonymousIdJoinsTheKnownContact() throws Exception {
        stage.live(NOON, "active", TWO_LOGINS);
        stage.anonymousEvent("a1", "login", NOON + 1);
        stage.event("alice", "login", NOON + 5);
        stage.merge(ANON, ALICE, NOON + 5, "NEWEST", "");
        stage.advanceTo(NOON + 10);
        assertThat(stage.changes()).isEmpty();

        stage.commit();

        assertThat(stage.changes()).containsExactly("alice entered active " + (NOON + 5) + " merge");
        stage.advanceTo(NOON + 1 + 7 * DAY);
        assertThat(stage.changes()).containsExactly("alice exited active " + (NOON + 1 + 7 * DAY) + " expiry");
    }

    @Test
    void whatComesWhileTheTargetWaitsIsJudgedInOrderAtItsOwnInstants() throws Exception {
        stage.live(NOON, "active", TWO_LOGINS);
        stage.anonymousEvent("a1", "login", NOON + 1);
        stage.merge(ANON, ALICE, NOON + 5, "NEWEST", "");
        stage.advanceTo(NOON + 10);
        stage.event("alice", "login", NOON + 20);
        stage.advanceTo(NOON + 30);
        stage.restart(3);
        // The oldest login leaves the window while alice still waits.
        stage.advanceTo(NOON + 2 + 7 * DAY);
        assertThat(stage.changes()).isEmpty();

        stage.commit();

        assertThat(stage.changes())
                .containsExactly(
                        "alice entered active " + (NOON + 20) + " event",
                        "alice exited active " + (NOON + 1 + 7 * DAY) + " expiry");
    }

    @Test
    void theSourceLeavesAndTheTargetEntersAtTheMerge() throws Exception {
        stage.live(NOON, "active", TWO_LOGINS);
        stage.event("bob", "login", NOON + 1);
        stage.event("bob", "login", NOON + 2);
        stage.event("alice", "login", NOON + 3);
        stage.merge(BOB, ALICE, NOON + 5, "PREFER_TARGET", "req-1");
        stage.advanceTo(NOON + 10);
        stage.commit();

        assertThat(stage.changes())
                .containsExactlyInAnyOrder(
                        "bob entered active " + (NOON + 2) + " event",
                        "bob exited active " + (NOON + 5) + " merge",
                        "alice entered active " + (NOON + 5) + " merge");
        List<Row> outcomes = stage.rows(AudienceTables.API_OUTCOMES);
        assertThat(outcomes).hasSize(1);
        Row outcome = outcomes.get(0);
        assertThat(List.of(outcome.text(), outcome.text(), outcome.id(), outcome.text()))
                .containsExactly(
                        Stage.WORKSPACE,
                        "req-1",
                        ContactId.of(Stage.WORKSPACE, ALICE).number(),
                        "done");
        assertThat(identities()).containsExactly("bob from 0 to alice/0");
    }

    @Test
    void nobodyWaitsForEverForAContactThatNeverWas() throws Exception {
        stage.live(NOON, "active", TWO_LOGINS);
        stage.merge(BOB, ALICE, NOON + 5, "PREFER_TARGET", "");
        stage.event("alice", "login", NOON + 6);
        stage.event("alice", "login", NOON + 7);
        stage.advanceTo(NOON + 10);
        assertThat(stage.changes()).isEmpty();

        stage.commit();

        assertThat(stage.changes()).containsExactly("alice entered active " + (NOON + 7) + " event");
    }

    @Test
    void aStateMayComeBeforeItIsExpected() throws Exception {
        stage.live(NOON, "active", TWO_LOGINS);
        stage.anonymousEvent("a1", "login", NOON + 1);
        stage.event("alice", "login", NOON + 2);
        // The source's task is ahead: its state is there before the target hears that it will come.
        stage.tell(routed(Routed.Kind.HANDOVER, ANON, NOON + 5, 77, ALICE, ""));
        stage.advanceTo(NOON + 5);
        stage.commit();
        stage.restart(1);
        assertThat(stage.changes()).isEmpty();
        stage.tell(routed(Routed.Kind.EXPECT, ALICE, NOON + 6, 77, ANON, "NEWEST"));
        stage.advanceTo(NOON + 6);

        assertThat(stage.changes()).containsExactly("alice entered active " + (NOON + 6) + " merge");
        stage.advanceTo(NOON + 1 + 7 * DAY);
        assertThat(stage.changes()).containsExactly("alice exited active " + (NOON + 1 + 7 * DAY) + " expiry");
    }

    @Test
    void aStateThatAnotherHandOverBroughtIsNotTaken() throws Exception {
        stage.live(NOON, "active", TWO_LOGINS);
        stage.anonymousEvent("a1", "login", NOON + 1);
        stage.event("alice", "login", NOON + 2);
        stage.tell(routed(Routed.Kind.HANDOVER, ANON, NOON + 5, 77, ALICE, ""));
        stage.tell(routed(Routed.Kind.EXPECT, ALICE, NOON + 6, 78, BOB, "NEWEST"));
        stage.event("alice", "login", NOON + 7);
        stage.advanceTo(NOON + 10);
        stage.commit();
        assertThat(stage.changes()).as("alice waits for bob").isEmpty();

        stage.tell(routed(Routed.Kind.HANDOVER, BOB, NOON + 11, 78, ALICE, ""));
        stage.advanceTo(NOON + 11);
        stage.commit();

        assertThat(stage.changes()).containsExactly("alice entered active " + (NOON + 7) + " event");
    }

    @Test
    void whatComesToAContactThatIsGoneIsJudgedWhereItWent() throws Exception {
        stage.live(NOON, "active", TWO_LOGINS);
        stage.event("alice", "login", NOON + 1);
        stage.event("bob", "page", NOON + 2);
        stage.merge(BOB, ALICE, NOON + 5, "PREFER_TARGET", "");
        stage.advanceTo(NOON + 10);
        stage.commit();
        stage.advanceTo(NOON + 20);
        stage.event("bob", "login", NOON + 30);
        stage.action("bob", NOON + 31, "req-1", "{'do':'update','traits':{'plan':'pro'}}");
        stage.advanceTo(NOON + 40);
        assertThat(stage.changes()).isEmpty();

        stage.commit();
        stage.restart(3);
        stage.advanceTo(NOON + 50);

        assertThat(stage.changes()).containsExactly("alice entered active " + (NOON + 41) + " event");
        assertThat(stage.rows(AudienceTables.API_OUTCOMES)).hasSize(1);
    }

    @Test
    void aPastThatComesToAContactThatIsGoneJoinsTheOneItWentTo() throws Exception {
        stage.live(NOON, "active", TWO_LOGINS);
        stage.event("alice", "login", NOON + 1);
        stage.event("bob", "page", NOON + 2);
        stage.anonymousEvent("a1", "login", NOON + 3);
        stage.merge(BOB, ALICE, NOON + 5, "PREFER_TARGET", "");
        stage.advanceTo(NOON + 10);
        stage.commit();
        stage.merge(ANON, BOB, NOON + 20, "NEWEST", "");
        stage.advanceTo(NOON + 30);
        stage.commit();
        stage.commit();
        stage.advanceTo(NOON + 40);
        stage.commit();

        assertThat(stage.changes()).containsExactly("alice entered active " + (NOON + 31) + " merge");
    }

    @Test
    void nobodyWaitsForEverForAContactThatWentToSomebodyElse() throws Exception {
        stage.live(NOON, "active", TWO_LOGINS);
        stage.event("bob", "login", NOON + 1);
        stage.merge(BOB, ALICE, NOON + 5, "PREFER_TARGET", "");
        stage.advanceTo(NOON + 10);
        stage.commit();
        stage.merge(BOB, CAROL, NOON + 20, "PREFER_TARGET", "");
        stage.event("carol", "login", NOON + 21);
        stage.event("carol", "login", NOON + 22);
        stage.advanceTo(NOON + 30);
        stage.commit();

        assertThat(stage.changes()).containsExactly("carol entered active " + (NOON + 22) + " event");
    }

    @Test
    void bothSidesOfAMergeThatCameLateFindEachOther() throws Exception {
        stage.live(NOON, "active", TWO_LOGINS);
        stage.anonymousEvent("a1", "login", NOON + 1);
        stage.event("alice", "login", NOON + 2);
        stage.advanceTo(NOON + 100);
        // Behind the engine's time, which goes on between the two: each side has an instant of its own.
        stage.tell(routed(Routed.Kind.HANDOVER, ANON, NOON + 50, 77, ALICE, ""));
        stage.advanceTo(NOON + 200);
        stage.tell(routed(Routed.Kind.EXPECT, ALICE, NOON + 50, 77, ANON, "NEWEST"));
        stage.advanceTo(NOON + 300);
        stage.commit();

        assertThat(stage.changes()).containsExactly("alice entered active " + (NOON + 201) + " merge");
    }

    private static Routed routed(Routed.Kind kind, Person root, long at, long offset, Person other, String resolution) {
        return Stage.routed(kind, root, at, offset, other, 0, "", resolution, new byte[0]);
    }

    @Test
    void contactsMergeInChains() throws Exception {
        stage.live(
                NOON,
                "active",
                "{'operator':'AND','conditions':[{'field':'events.login','op':'count_gte','value':3}]}");
        stage.anonymousEvent("a1", "login", NOON + 1);
        stage.event("bob", "login", NOON + 2);
        stage.event("alice", "login", NOON + 3);
        stage.merge(ANON, BOB, NOON + 5, "NEWEST", "");
        stage.merge(BOB, ALICE, NOON + 6, "PREFER_TARGET", "");
        stage.advanceTo(NOON + 10);
        stage.commit();
        stage.commit();

        assertThat(stage.changes()).containsExactly("alice entered active " + (NOON + 6) + " merge");
        assertThat(identities())
                .containsExactlyInAnyOrder("a1 from 0 to bob/0", "bob from 0 to alice/0", "a1 from 0 to alice/0");
    }

    @Test
    void whatAnIdDidBeforeItWentToAnotherContactMovesWithAMerge() throws Exception {
        stage.tell(slice(Routed.Kind.SLICE, BOB, NOON + 1, 0));
        stage.event("bob", "login", NOON + 2);
        stage.tell(slice(Routed.Kind.SLICE_END, BOB, NOON + 3, 0));
        stage.tell(slice(Routed.Kind.SLICE, ALICE, NOON + 3, NOON + 3));
        stage.restart(1);
        stage.advanceTo(NOON + 4);
        stage.merge(BOB, ALICE, NOON + 5, "PREFER_TARGET", "");
        stage.advanceTo(NOON + 10);
        stage.commit();

        assertThat(identities())
                .containsExactlyInAnyOrder(
                        "a1 from 0 to bob/0",
                        "a1 from " + (NOON + 3) + " to alice/0",
                        "bob from 0 to alice/0",
                        "a1 from 0 to alice/0");
    }

    @Test
    void anIdThatWentToAnotherContactStaysThereWhenItsFormerOneIsDeleted() throws Exception {
        stage.tell(slice(Routed.Kind.SLICE, BOB, NOON + 1, 0));
        stage.event("bob", "login", NOON + 2);
        stage.tell(slice(Routed.Kind.SLICE_END, BOB, NOON + 3, 0));
        stage.action("bob", NOON + 5, "req-1", "{'do':'delete'}");
        stage.advanceTo(NOON + 10);

        assertThat(identities()).containsExactly("a1 from 0 to bob/0", "bob from " + (NOON + 6) + " to bob/1");
    }

    /** About the anonymous id. */
    private static Routed slice(Routed.Kind kind, Person contact, long at, long from) {
        return Stage.routed(kind, contact, at, at - NOON, ANON, from, "", "", new byte[0]);
    }

    @Test
    void aDeletedContactsLaterEventsMakeANewOne() throws Exception {
        stage.live(NOON, "active", TWO_LOGINS);
        stage.event("alice", "login", NOON + 1);
        stage.event("alice", "login", NOON + 2);
        stage.action("alice", NOON + 5, "req-1", "{'do':'delete'}");
        stage.event("alice", "login", NOON + 6);
        stage.advanceTo(NOON + 10);

        assertThat(stage.changes())
                .containsExactly(
                        "alice entered active " + (NOON + 2) + " event",
                        "alice exited active " + (NOON + 5) + " delete");
        assertThat(identities()).containsExactly("alice from " + (NOON + 6) + " to alice/1");
        List<String> contacts = new ArrayList<>();
        for (Row row : stage.rows(AudienceTables.CONTACTS)) {
            contacts.add(contact(row));
        }
        assertThat(contacts).containsExactly("alice/0 gone", "alice/1");
    }

    @Test
    void seedsFollowTheContactAndCountOnce() throws Exception {
        String rule = TWO_LOGINS;
        long version = stage.define(NOON + 100, "active", rule);
        stage.anonymousEvent("a1", "login", NOON + 1);
        stage.merge(ANON, ALICE, NOON + 50, "NEWEST", "");
        stage.advanceTo(NOON + 60);
        stage.commit();
        stage.advanceTo(NOON + 200);
        SeedRecord seed = new SeedRecord(
                Stage.WORKSPACE,
                ANON,
                leaf(rule),
                NOON + 100,
                0,
                List.of(
                        new LeafEvent(NOON + 1, Arrival.of(NOON + 1, 0, 1), 1, null, 0),
                        new LeafEvent(NOON + 2, Arrival.of(NOON + 2, 0, 2), 1, null, 0)));
        // Routed before the merge was known: it goes on to where the contact went.
        stage.seed(seed, ANON);
        stage.seed(seed, ANON);
        stage.commit();
        stage.backfilled(NOON + 300, "active", version);
        stage.advanceTo(NOON + 400);
        stage.waitMillis(50);

        assertThat(stage.changes()).containsExactly("alice entered active " + (NOON + 300) + " edit");
        stage.advanceTo(NOON + 1 + 7 * DAY);
        assertThat(stage.changes()).containsExactly("alice exited active " + (NOON + 1 + 7 * DAY) + " expiry");
    }

    @Test
    void aSeedOfAConditionThatIsNotLiveYetWaitsForIt() throws Exception {
        long version = stage.define(NOON + 100, "active", TWO_LOGINS);
        stage.event("alice", "page", NOON + 1);
        stage.advanceTo(NOON + 50);
        stage.seed(
                new SeedRecord(
                        Stage.WORKSPACE,
                        ALICE,
                        leaf(TWO_LOGINS),
                        NOON + 100,
                        0,
                        List.of(new LeafEvent(NOON + 1, Arrival.of(NOON + 1, 0, 1), 1, null, 0))),
                ALICE);
        stage.restart(1);
        stage.event("alice", "login", NOON + 150);
        stage.advanceTo(NOON + 200);
        stage.backfilled(NOON + 300, "active", version);
        stage.advanceTo(NOON + 400);
        stage.waitMillis(50);

        assertThat(stage.changes()).containsExactly("alice entered active " + (NOON + 300) + " edit");
    }

    static LeafKey leaf(String rules) {
        RuleBook book = new RuleBook(new io.millrace.core.rule.RuleParser(io.millrace.core.rule.RuleLimits.DEFAULT));
        book.apply(new io.millrace.core.audience.RuleChange(
                io.millrace.core.audience.RuleChange.Kind.SEGMENT,
                "w",
                "s",
                1,
                1,
                ("{'id':'s','name':'s','type':'dynamic','rules':" + rules
                                + ",'created_at':'2026-03-02T12:00:00Z','updated_at':'2026-03-02T12:00:00Z'}")
                        .replace('\'', '"')));
        return book.rules("w").liveFrom().keySet().iterator().next();
    }

    /** Each as {@code person from 0 to person/generation}. */
    private List<String> identities() throws Exception {
        List<String> told = new ArrayList<>();
        for (Row row : stage.rows(AudienceTables.IDENTITIES)) {
            row.text();
            row.id();
            long from = row.number();
            var contact = row.id();
            row.text();
            String person = row.text();
            row.number();
            assertThat(row.isOver()).isTrue();
            String to = List.of(ALICE, ANON, BOB).stream()
                    .flatMap(root -> List.of(0, 1).stream()
                            .filter(generation -> ContactId.of(Stage.WORKSPACE, root, generation)
                                    .number()
                                    .equals(contact))
                            .map(generation -> root.id() + "/" + generation))
                    .findFirst()
                    .orElse("?");
            told.add(person + " from " + from + " to " + to);
        }
        return told;
    }

    private static String contact(Row row) {
        row.text();
        row.id();
        String external = row.text();
        String anonymous = row.text();
        long generation = row.four();
        row.text();
        row.text();
        row.texts();
        assertThat(row.texts()).isEmpty();
        assertThat(row.texts()).isEmpty();
        row.texts();
        row.number();
        row.number();
        int gone = row.small();
        row.id();
        row.number();
        assertThat(row.isOver()).isTrue();
        return external + anonymous + "/" + generation + (gone == 1 ? " gone" : "");
    }
}
