package io.millrace.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.audience.LeafKey;
import io.millrace.core.definition.BackfillStatus.Condition;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SegmentDefinitionTest {

    private static final Instant CREATED = Instant.parse("2026-03-01T08:00:00Z");

    @Test
    void aSegmentComesBackAsItWasWrittenNumbersDigitForDigit() {
        SegmentDefinition segment = new SegmentDefinition(
                "seg_1",
                "Big",
                "",
                DefinitionJson.read("{\"field\":\"traits.mrr\",\"op\":\"gte\",\"value\":1.10}"),
                CREATED,
                CREATED.plusMillis(1));

        assertThat(SegmentDefinition.read(segment.write())).isEqualTo(segment);
        assertThat(segment.write()).contains("\"value\":1.10", "\"type\":\"dynamic\"");
    }

    @Test
    void aHandKeptSegmentHasNoRules() {
        SegmentDefinition segment = new SegmentDefinition("seg_1", "By hand", "for a test", null, CREATED, CREATED);

        assertThat(SegmentDefinition.read(segment.write())).isEqualTo(segment);
        assertThat(segment.handKept()).isTrue();
    }

    @Test
    void aDamagedBodyIsRefusedWithWhatIsMissing() {
        assertThatThrownBy(() -> SegmentDefinition.read("{\"type\":\"dynamic\",\"id\":\"seg_1\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
        assertThatThrownBy(() -> SegmentDefinition.read("{\"type\":\"dynamic\",\"id\":\"seg_1\",\"name\":\"n\","
                        + "\"created_at\":\"2026-03-01T08:00:00Z\",\"updated_at\":\"2026-03-01T08:00:00Z\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rules");
        assertThatThrownBy(() -> SegmentDefinition.read("{"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JSON");
    }

    @Test
    void theStateOfABackfillComesBackWithEachCondition() {
        BackfillStatus status = new BackfillStatus(
                7,
                BackfillStatus.State.RUNNING,
                0.25,
                "ClickHouse is away",
                "one",
                Map.of(
                        new LeafKey(-1L), new Condition(1_000, true),
                        new LeafKey(3L), new Condition(2_000, false)));

        assertThat(BackfillStatus.read(status.write())).isEqualTo(status);
        assertThat(status.write()).contains("\"ffffffffffffffff\":{\"live_from\":1000,\"seeded\":true}");
        assertThat(status.doneFor(7)).isFalse();
        assertThat(BackfillStatus.read("{\"version\":7,\"state\":\"done\"}").doneFor(7))
                .isTrue();
    }
}
