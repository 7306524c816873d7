package io.millrace.query.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.core.audience.LeafKey;
import io.millrace.core.definition.BackfillStatus;
import io.millrace.core.definition.SegmentDefinition;
import io.millrace.query.request.Json;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definition.Kind;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.record.SeedRecord;
import io.millrace.testing.EmbeddedServices;
import io.millrace.testing.MemoryDefinitions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The back-fill over a real ClickHouse and Kafka; the job is played by the test, which commits what it has read. */
class BackfillServiceIT {

    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
    private static final ConditionReader CONDITIONS = BackfillServiceIT::conditions;

    private final MemoryDefinitions definitions = new MemoryDefinitions();
    private final String workspace = EmbeddedServices.freshWorkspace().id();
    private final PlayedJob job = new PlayedJob(EmbeddedServices.kafka());
    private final StoredHistory history = new StoredHistory(workspace);
    private Optional<BackfillService> service = Optional.empty();

    @AfterEach
    void close() {
        service.ifPresent(BackfillService::close);
        job.close();
        history.close();
    }

    @Test
    void thePastOfAConditionBecomesSeedsAndOnceTheJobHasThemTheVersionIsDone() {
        history.track("ann", "login", LONG_AGO, LONG_AGO.plusMillis(5), "{\"mark\":7}")
                .track("ann", "login", LONG_AGO.plusMillis(1), LONG_AGO.plusMillis(9), "{}")
                .track("ann", "order", LONG_AGO, LONG_AGO, "{}")
                .track("bob", "login", LONG_AGO, LONG_AGO, "{}")
                .track("bob", "login", LONG_AGO, Instant.now().plusSeconds(3_600), "{}")
                .store();
        start();
        Definition segment = put("seg_1", "{\"login\":1}", Definitions.ABSENT);

        List<SeedRecord> seeds = job.awaitSeeds(workspace, 2);

        assertThat(seeds).allSatisfy(seed -> {
            assertThat(seed.leaf()).isEqualTo(new LeafKey(1));
            assertThat(seed.liveFrom()).isEqualTo(segment.at().toEpochMilli());
        });
        assertThat(events(seeds, "ann")).containsExactly("0+5:7", "1+9:0");
        assertThat(events(seeds, "bob")).containsExactly("0+0:0");
        assertThat(status("seg_1").doneFor(segment.version())).isFalse();

        job.commitAll();
        awaitDone("seg_1", segment);
        assertThat(status("seg_1").conditions())
                .isEqualTo(Map.of(
                        new LeafKey(1),
                        new BackfillStatus.Condition(segment.at().toEpochMilli(), true)));
    }

    @Test
    void whatAPurgedContactDidIsLeftOutThoughItsRowsAreThere() {
        history.track("ann", "login", LONG_AGO, LONG_AGO.plusMillis(5), "{}")
                .track("ann", "login", LONG_AGO, LONG_AGO.plusMillis(6), "{}")
                .track("bob", "login", LONG_AGO, LONG_AGO.plusMillis(5), "{}")
                .track("cid", "login", LONG_AGO, LONG_AGO.plusMillis(5), "{}")
                .store();
        history.purged("ann", LONG_AGO.plusMillis(6)).purged("cid", LONG_AGO.plusMillis(6));
        start();
        put("seg_1", "{\"login\":1}", Definitions.ABSENT);

        List<SeedRecord> seeds = job.awaitSeeds(workspace, 2);

        assertThat(events(seeds, "ann")).containsExactly("0+6:0");
        assertThat(events(seeds, "bob")).containsExactly("0+5:0");
        assertThat(events(seeds, "cid")).isEmpty();
    }

    @Test
    void aCampaignsVersionIsBroughtItsPastFromTheInstantOfItsOwnRecord() {
        history.track("ann", "order", LONG_AGO, LONG_AGO.plusMillis(5), "{}").store();
        start();
        Definition version = definitions.put(
                new Definition.Key(Kind.CAMPAIGN_VERSION, workspace, "cmp_1#1"),
                Definitions.ABSENT,
                """
                {"campaign":"cmp_1","number":1,"created_at":"2026-03-02T12:00:00Z","nodes":[
                 {"id":"t","type":"trigger","on":"event","event":"signup",
                  "rules":{"field":"events.order","op":"count_gte","value":1}}],"edges":[]}
                """);
        campaign("draft", Definitions.ABSENT);
        List<SeedRecord> seeds = job.awaitSeeds(workspace, 1);
        assertThat(seeds.get(0).liveFrom()).isEqualTo(version.at().toEpochMilli());
        assertThat(events(seeds, "ann")).hasSize(1);
        job.commitAll();
        awaitDone("cmp_1#1", version);

        // Of a version that nobody enters any more nothing is remembered.
        campaign(
                "completed",
                definitions
                        .get(new Definition.Key(Kind.CAMPAIGN, workspace, "cmp_1"))
                        .orElseThrow()
                        .version());
        await().atMost(Duration.ofSeconds(20)).until(() -> definitions
                .get(new Definition.Key(Kind.BACKFILL, workspace, "cmp_1#1"))
                .isEmpty());
    }

    private void campaign(String status, long replaces) {
        definitions.put(
                new Definition.Key(Kind.CAMPAIGN, workspace, "cmp_1"),
                replaces,
                """
                {"id":"cmp_1","name":"One","status":"%s","version":1,"activation":0,"enroll_existing":false,"fires":[],
                 "created_at":"2026-03-02T12:00:00Z","updated_at":"2026-03-02T12:00:00Z"}
                """
                        .formatted(status));
    }

    @Test
    void whatHasNoConditionsOverEventsAndWhatAnotherSegmentHasAlreadyIsDoneAtOnce() {
        start();
        Definition plain = put("seg_plain", "{}", Definitions.ABSENT);
        awaitDone("seg_plain", plain);
        Definition first = put("seg_1", "{\"login\":1}", Definitions.ABSENT);
        awaitDone("seg_1", first);
        Definition second = put("seg_2", "{\"login\":1}", Definitions.ABSENT);
        awaitDone("seg_2", second);

        assertThat(status("seg_2").conditions()).isEqualTo(status("seg_1").conditions());
        assertThat(job.seeds(workspace)).isEmpty();
    }

    @Test
    void endedInTheMiddleItIsRunAgainAndWritesTheSameSeeds() {
        history.track("ann", "login", LONG_AGO, LONG_AGO, "{}").store();
        start();
        Definition segment = put("seg_1", "{\"login\":1}", Definitions.ABSENT);
        List<SeedRecord> first = job.awaitSeeds(workspace, 1);
        service.orElseThrow().close();
        service = Optional.empty();
        assertThat(status("seg_1").doneFor(segment.version())).isFalse();

        start();
        // The instance before is heard of for ten seconds.
        List<SeedRecord> both = job.awaitSeeds(workspace, 2);
        job.commitAll();
        awaitDone("seg_1", segment);
        assertThat(both.get(1)).isEqualTo(first.get(0));
    }

    @Test
    void anEditIsForTheNewVersionAndKeepsTheInstantOfWhatIsLiveAlready() {
        history.track("ann", "login", LONG_AGO, LONG_AGO, "{}")
                .track("ann", "order", LONG_AGO, LONG_AGO, "{}")
                .store();
        start();
        Definition old = put("seg_1", "{\"login\":1}", Definitions.ABSENT);
        job.awaitSeeds(workspace, 1);
        Definition edited = put("seg_1", "{\"login\":1,\"order\":2}", old.version());
        List<SeedRecord> seeds = job.awaitSeeds(workspace, 3);
        job.commitAll();
        awaitDone("seg_1", edited);

        assertThat(seeds.subList(1, 3))
                .extracting(seed -> seed.leaf().hash() + "@" + seed.liveFrom())
                .containsExactlyInAnyOrder(
                        "1@" + old.at().toEpochMilli(), "2@" + edited.at().toEpochMilli());
    }

    @Test
    void aDeletedSegmentIsForgotten() {
        start();
        Definition segment = put("seg_1", "{}", Definitions.ABSENT);
        awaitDone("seg_1", segment);
        definitions.delete(segment.key(), segment.version());

        await().atMost(Duration.ofSeconds(10))
                .until(() -> definitions.get(statusKey("seg_1")).isEmpty());
    }

    @Test
    void whatFailsIsTriedAgainAndTheSegmentSaysWhy() {
        ClickHouseEndpoint real = EmbeddedServices.clickhouse();
        service = Optional.of(BackfillService.start(
                definitions,
                CONDITIONS,
                EmbeddedServices.kafka(),
                new ClickHouseClient(
                        new ClickHouseEndpoint("http://127.0.0.1:1", real.database(), real.user(), real.password()))));
        Definition segment = put("seg_1", "{\"login\":1}", Definitions.ABSENT);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> definitions.get(statusKey("seg_1")).isPresent()
                        && status("seg_1").error().contains("ClickHouse"));
        assertThat(status("seg_1").doneFor(segment.version())).isFalse();
    }

    private void start() {
        service = Optional.of(BackfillService.start(
                definitions,
                CONDITIONS,
                EmbeddedServices.kafka(),
                new ClickHouseClient(EmbeddedServices.clickhouse())));
    }

    /** The test's rules are an object of event names and keys. */
    private static List<Condition> conditions(JsonNode rules) {
        List<Condition> all = new ArrayList<>();
        rules.fields()
                .forEachRemaining(field ->
                        all.add(Counted.reading(field.getKey(), field.getValue().asLong())));
        return all;
    }

    private Definition put(String id, String rules, long expectedVersion) {
        SegmentDefinition segment = new SegmentDefinition(
                id, id, "", Json.parse(rules.getBytes(StandardCharsets.UTF_8)), LONG_AGO, LONG_AGO);
        return definitions.put(new Definition.Key(Kind.SEGMENT, workspace, id), expectedVersion, segment.write());
    }

    private BackfillStatus status(String id) {
        return BackfillStatus.read(definitions.get(statusKey(id)).orElseThrow().body());
    }

    private Definition.Key statusKey(String id) {
        return new Definition.Key(Kind.BACKFILL, workspace, id);
    }

    private void awaitDone(String id, Definition segment) {
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        definitions.get(statusKey(id)).isPresent() && status(id).doneFor(segment.version()));
    }

    private static List<String> events(List<SeedRecord> seeds, String user) {
        return seeds.stream()
                .filter(seed -> seed.person().id().equals(user))
                .flatMap(seed -> seed.events().stream())
                .map(event -> (event.timestamp() - LONG_AGO.toEpochMilli()) + "+"
                        + (event.arrival().millis() - LONG_AGO.toEpochMilli()) + ":" + event.hash())
                .toList();
    }
}
