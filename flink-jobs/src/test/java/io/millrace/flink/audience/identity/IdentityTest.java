package io.millrace.flink.audience.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.LeafEvent;
import io.millrace.core.audience.LeafKey;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import io.millrace.flink.audience.Routed;
import io.millrace.streams.record.ContactRecord;
import io.millrace.streams.record.ContactRecordCodec;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.SeedRecord;
import io.millrace.streams.record.SeedRecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose a record is, told by small stories. Times are arrivals in milliseconds; ?x is the anonymous id x. */
@SuppressWarnings("NullAway.Init")
class IdentityTest {

    private Stages stages;
    private long offset;

    @BeforeEach
    void open() throws Exception {
        stages = new Stages();
    }

    @AfterEach
    void close() throws Exception {
        stages.close();
    }

    @Test
    void theFirstLinkMovesTheAnonymousContactAndItsPast() throws Exception {
        event(100, null, "x", "m1");
        event(200, "alice", "x", "m2");
        event(300, null, "x", "m3");
        stages.watermark(1_000);

        assertThat(stages.lines())
                .containsExactly(
                        "100 ?x EVENT m1",
                        "200 alice SLICE ?x from 0",
                        "200 alice EXPECT ?x NEWEST",
                        "200 ?x HANDOVER alice",
                        "200 alice EVENT m2",
                        "300 alice EVENT m3");
    }

    @Test
    void anIdThatNothingWasHeardOfHasNothingToMove() throws Exception {
        event(200, "alice", "x", "m2");
        event(201, "alice", "x", "m3");
        stages.watermark(1_000);

        assertThat(stages.lines())
                .containsExactly("200 alice SLICE ?x from 0", "200 alice EVENT m2", "201 alice EVENT m3");
    }

    @Test
    void aLaterLinkToSomebodyElseHoldsFromThereOn() throws Exception {
        event(100, null, "x", "m1");
        event(200, "alice", "x", "m2");
        event(300, "bob", "x", "m3");
        event(400, null, "x", "m4");
        stages.watermark(1_000);

        assertThat(stages.lines().subList(4, 8))
                .containsExactly(
                        "200 alice EVENT m2",
                        "300 alice SLICE_END ?x",
                        "300 bob SLICE ?x from 300",
                        "300 bob EVENT m3");
        assertThat(stages.lines()).endsWith("400 bob EVENT m4").hasSize(9);
    }

    @Test
    void partitionsAreJudgedInOrderOfArrivalWhicheverIsReadFirst() throws Exception {
        event(300, null, "x", "m3");
        event(100, null, "x", "m1");
        stages.watermark(150);
        assertThat(stages.lines()).containsExactly("100 ?x EVENT m1");
        stages.restart();
        event(200, "alice", "x", "m2");
        stages.watermark(250);
        stages.restart();
        stages.watermark(1_000);

        assertThat(stages.lines())
                .containsExactly(
                        "100 ?x EVENT m1",
                        "200 alice SLICE ?x from 0",
                        "200 alice EXPECT ?x NEWEST",
                        "200 ?x HANDOVER alice",
                        "200 alice EVENT m2",
                        "300 alice EVENT m3");
    }

    @Test
    void aCopyNeitherCountsNorLinks() throws Exception {
        event(100, "alice", "x", "m1");
        event(200, "bob", "x", "m2");
        event(300, "alice", "x", "m1");
        stages.restart();
        event(400, "alice", "y", "m1");
        event(500, null, "x", "m3");
        long day = Duration.ofHours(24).toMillis();
        event(99 + day, "alice", "z", "m1");
        event(100 + day, "alice", "z", "m1");
        stages.watermark(Long.MAX_VALUE);

        assertThat(stages.lines())
                .containsExactly(
                        "100 alice SLICE ?x from 0",
                        "100 alice EVENT m1",
                        "200 alice SLICE_END ?x",
                        "200 bob SLICE ?x from 200",
                        "200 bob EVENT m2",
                        "500 bob EVENT m3",
                        "86400100 alice SLICE ?z from 0",
                        "86400100 alice EVENT m1");
    }

    @Test
    void aRequestIsNoCopyOfAnEventWithItsId() throws Exception {
        event(100, "alice", null, "same");
        change(200, user("alice"), "same", "{\"do\":\"update\",\"traits\":{\"note\":\"merge\"}}");
        change(300, user("alice"), "same", "{\"do\":\"update\",\"traits\":{}}");
        stages.watermark(1_000);

        assertThat(stages.lines()).containsExactly("100 alice EVENT same", "200 alice ACTION same");
    }

    @Test
    void anAliasOfAnExternalIdIsAMerge() throws Exception {
        event(100, "old", null, "m1");
        alias(200, "new", "old", "m2");
        event(300, "old", null, "m3");
        stages.watermark(1_000);

        assertThat(stages.lines())
                .containsExactly(
                        "100 old EVENT m1",
                        "200 new SLICE old from 0",
                        "200 new EXPECT old PREFER_TARGET",
                        "200 old HANDOVER new",
                        "200 new EVENT m2",
                        "300 new EVENT m3");
    }

    @Test
    void anAliasOfAnUnknownIdIsALink() throws Exception {
        event(100, null, "x", "m1");
        alias(200, "alice", "x", "m2");
        // Heard of as an external id too late to matter.
        event(201, "x", null, "m3");
        event(300, null, "x", "m4");
        stages.watermark(1_000);

        assertThat(stages.lines())
                .containsExactly(
                        "100 ?x EVENT m1",
                        "200 alice SLICE ?x from 0",
                        "200 alice EXPECT ?x NEWEST",
                        "200 ?x HANDOVER alice",
                        "200 alice EVENT m2",
                        "201 x EVENT m3",
                        "300 alice EVENT m4");
    }

    @Test
    void anAnonymousCallThatNamesAKnownFormerIdJoinsIt() throws Exception {
        event(100, "alice", null, "m1");
        event(110, null, "x", "m2");
        alias(200, null, "x", "alice", "m3");
        event(300, null, "x", "m4");
        stages.watermark(1_000);

        assertThat(stages.lines().subList(2, 5))
                .containsExactlyInAnyOrder(
                        "200 alice SLICE ?x from 0", "200 alice EXPECT ?x NEWEST", "200 ?x HANDOVER alice");
        assertThat(stages.lines()).endsWith("200 alice EVENT m3", "300 alice EVENT m4");
    }

    @Test
    void mergesMakeChainsAndTheIdsStayAliases() throws Exception {
        merge(100, user("b"), "{\"user\":\"a\"}", "r1");
        merge(200, user("c"), "{\"user\":\"b\"}", "r2");
        event(300, "a", "x", "m1");
        event(400, null, "x", "m2");
        // Into a contact that was merged away: into the one it went to.
        merge(500, user("a"), "{\"user\":\"d\"}", "r3");
        event(600, "d", null, "m3");
        stages.watermark(1_000);

        assertThat(stages.lines())
                .containsExactly(
                        "100 b SLICE a from 0",
                        "100 b EXPECT a PREFER_TARGET",
                        "100 a HANDOVER b",
                        "200 c SLICE b from 0",
                        "200 c EXPECT b PREFER_TARGET",
                        "200 b HANDOVER c",
                        "300 c SLICE ?x from 0",
                        "300 c EVENT m1",
                        "400 c EVENT m2",
                        "500 c SLICE d from 0",
                        "500 c EXPECT d PREFER_TARGET",
                        "500 d HANDOVER c",
                        "600 c EVENT m3");
        assertThat(stages.told().get(1).requestId()).isEqualTo("r1");
        assertThat(stages.told().get(2).requestId()).isEmpty();
    }

    @Test
    void mergesWithoutSenseAreRefused() throws Exception {
        merge(100, user("a"), "{\"user\":\"a\"}", "self");
        merge(200, user("b"), "{\"user\":\"a\"}", "r1");
        merge(300, user("a"), "{\"user\":\"b\"}", "back");
        merge(400, user("b"), "{\"user\":\"a\"}", "again");
        merge(500, new Person(Person.Kind.ANONYMOUS, "x"), "{\"anonymous\":\"y\"}", "unknown");
        merge(600, user("b"), "{\"email\":\"a@b.c\"}", "nobody");
        stages.watermark(1_000);

        assertThat(stages.lines())
                .containsExactly(
                        "100 a REFUSED self: source and target are the same contact",
                        "200 b SLICE a from 0",
                        "200 b EXPECT a PREFER_TARGET",
                        "200 a HANDOVER b",
                        "300 b REFUSED back: source and target are the same contact",
                        "400 b REFUSED again: source and target are the same contact",
                        "500 ?x REFUSED unknown: neither contact has an external id: link both to one instead",
                        "600 b REFUSED nobody: source: expected either user or anonymous, an id");
    }

    @Test
    void aMergeThatNamesALinkedAnonymousIdMeansItsContact() throws Exception {
        event(100, "alice", "x", "m1");
        merge(200, user("bob"), "{\"anonymous\":\"x\"}", "r1");
        merge(300, user("bob"), "{\"anonymous\":\"y\"}", "r2");
        event(400, null, "x", "m2");
        stages.watermark(1_000);

        assertThat(stages.lines())
                .containsExactly(
                        "100 alice SLICE ?x from 0",
                        "100 alice EVENT m1",
                        "200 bob SLICE alice from 0",
                        "200 bob EXPECT alice PREFER_TARGET",
                        "200 alice HANDOVER bob",
                        "300 bob SLICE ?y from 0",
                        "300 bob EXPECT ?y PREFER_TARGET",
                        "300 ?y HANDOVER bob",
                        "400 bob EVENT m2");
    }

    @Test
    void aKnownContactMergedIntoAnAnonymousOneTakesItOver() throws Exception {
        event(100, null, "x", "m1");
        merge(200, new Person(Person.Kind.ANONYMOUS, "x"), "{\"user\":\"alice\"}", "r1");
        stages.watermark(1_000);

        // The target's values are to win, and the target is what moves.
        assertThat(stages.lines())
                .containsExactly(
                        "100 ?x EVENT m1",
                        "200 alice SLICE ?x from 0",
                        "200 alice EXPECT ?x PREFER_SOURCE",
                        "200 ?x HANDOVER alice");
    }

    @Test
    void aLinkBetweenIdsOfOneContactChangesNothing() throws Exception {
        merge(100, user("b"), "{\"user\":\"a\"}", "r1");
        event(200, "a", "x", "m1");
        event(300, "b", "x", "m2");
        stages.watermark(1_000);

        assertThat(stages.lines().subList(3, 6))
                .containsExactly("200 b SLICE ?x from 0", "200 b EVENT m1", "300 b EVENT m2");
    }

    @Test
    void anIdOfAnotherKindOrWorkspaceIsSomebodyElse() throws Exception {
        event(100, "x", null, "m1");
        event(100, null, "x", "m1");
        stages.arrive(100, 0, offset++, encoded("other", "x", null, "m1", EventType.TRACK, "{\"context\":{}}"));
        stages.watermark(1_000);

        assertThat(stages.told().stream().map(Routed::key).distinct()).hasSize(3);
    }

    @Test
    void mergesAreKnownAfterARestartWhereverTheEngineStood() throws Exception {
        merge(100, user("b"), "{\"user\":\"a\"}", "r1");
        merge(500, user("c"), "{\"user\":\"b\"}", "r2");
        event(300, "a", null, "m1");
        stages.watermark(200);
        stages.restart();
        event(600, "a", null, "m2");
        stages.watermark(1_000);

        assertThat(stages.lines().subList(3, 8))
                .containsExactly(
                        "300 b EVENT m1",
                        "500 c SLICE b from 0",
                        "500 c EXPECT b PREFER_TARGET",
                        "500 b HANDOVER c",
                        "600 c EVENT m2");
    }

    @Test
    void seedsGoToWhomeverTheEventsBelongedWhenTheyArrived() throws Exception {
        event(100, "alice", "x", "m1");
        event(200, "bob", "x", "m2");
        merge(300, user("carol"), "{\"user\":\"alice\"}", "r1");
        LeafEvent first = leaf(50);
        LeafEvent second = leaf(150);
        LeafEvent third = leaf(250);
        stages.seed(seed(new Person(Person.Kind.ANONYMOUS, "x"), 400, first, second, third));
        stages.seed(seed(user("alice"), 400, first));
        stages.watermark(399);
        assertThat(stages.lines()).noneMatch(line -> line.contains("SEED"));
        stages.restart();
        stages.watermark(400);

        List<Routed> seeds = stages.told().stream()
                .filter(routed -> routed.kind() == Routed.Kind.SEED)
                .toList();
        assertThat(seeds).hasSize(3);
        assertThat(seeds)
                .filteredOn(seed -> seed.root().equals(user("bob")))
                .singleElement()
                .satisfies(
                        seed -> assertThat(SeedRecordCodec.decode(seed.value()).events())
                                .containsExactly(third));
        assertThat(seeds).filteredOn(seed -> seed.root().equals(user("carol"))).hasSize(2);
    }

    private static LeafEvent leaf(long millis) {
        return new LeafEvent(millis, Arrival.of(millis, 0, 0), 1, null, 0);
    }

    private static Note seed(Person person, long liveFrom, LeafEvent... events) {
        SeedRecord seed = new SeedRecord("ws", person, new LeafKey(7), liveFrom, 0, List.of(events));
        return new Note(
                Note.Kind.SEED,
                Routed.keyOf("ws", person),
                "ws",
                person,
                liveFrom,
                0,
                0,
                null,
                "",
                "",
                0,
                false,
                SeedRecordCodec.encode(seed));
    }

    private void event(long millis, @Nullable String userId, @Nullable String anonymousId, String messageId)
            throws Exception {
        arrive(
                millis,
                Person.of(userId, anonymousId),
                encoded("ws", userId, anonymousId, messageId, EventType.TRACK, "{\"context\":{}}"));
    }

    private void alias(long millis, String userId, String previousId, String messageId) throws Exception {
        alias(millis, userId, null, previousId, messageId);
    }

    private void alias(
            long millis, @Nullable String userId, @Nullable String anonymousId, String previousId, String messageId)
            throws Exception {
        arrive(
                millis,
                Person.of(userId, anonymousId),
                encoded(
                        "ws",
                        userId,
                        anonymousId,
                        messageId,
                        EventType.ALIAS,
                        "{\"context\":{},\"previousId\":\"" + previousId + "\"}"));
    }

    private void merge(long millis, Person target, String source, String requestId) throws Exception {
        change(millis, target, requestId, "{\"do\":\"merge\",\"source\":" + source + "}");
    }

    private void change(long millis, Person person, String requestId, String body) throws Exception {
        arrive(
                millis,
                person,
                ContactRecordCodec.encode(
                        new ContactRecord("ws", "key_1", requestId, person, body.getBytes(StandardCharsets.UTF_8))));
    }

    /** As Kafka would: a person's records are in one partition. */
    private void arrive(long millis, Person person, byte[] value) throws Exception {
        int partition = Utils.toPositive(Utils.murmur2(person.key("ws"))) % 12;
        stages.arrive(millis, partition, offset++, value);
    }

    private static byte[] encoded(
            String workspace,
            @Nullable String userId,
            @Nullable String anonymousId,
            String messageId,
            EventType type,
            String body) {
        return EventRecordCodec.encode(new EventRecord(
                workspace,
                "key_1",
                "",
                type,
                messageId,
                type == EventType.TRACK ? "login" : null,
                userId,
                anonymousId,
                1L,
                null,
                0,
                body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Person user(String id) {
        return new Person(Person.Kind.USER, id);
    }
}
