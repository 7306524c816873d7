package io.millrace.flink.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.EventType;
import io.millrace.flink.Records;
import io.millrace.streams.record.EventRecord;
import org.junit.jupiter.api.Test;

class ArrivalKeyTest {

    @Test
    void copiesShareTheirKeyWhateverElseTheySay() {
        EventRecord first = Records.track("ws", "alice", "m1", "purchase", 1L, "");
        EventRecord copy = Records.track("ws", "alice", "m1", "login", 2L, "import");

        assertThat(ArrivalKey.of(copy)).isEqualTo(ArrivalKey.of(first));
    }

    @Test
    void workspacePersonAndMessageTellKeysApart() {
        assertThat(new ArrivalKey[] {
                    ArrivalKey.of(Records.track("ws", "alice", "m1")),
                    ArrivalKey.of(Records.track("ws2", "alice", "m1")),
                    ArrivalKey.of(Records.track("ws", "bob", "m1")),
                    ArrivalKey.of(Records.track("ws", "alice", "m2")),
                    ArrivalKey.of(Records.track("ws", "alicem", "1")),
                    ArrivalKey.of(anonymous("alice"))
                })
                .doesNotHaveDuplicates();
    }

    private static EventRecord anonymous(String id) {
        return new EventRecord(
                "ws", "key_1", "", EventType.TRACK, "m1", "purchase", null, id, null, null, 0, new byte[] {'{', '}'});
    }
}
