package io.millrace.cli.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchCutterTest {

    @Test
    void cutsByCountAndBytesAndAtGaps() {
        BatchCutter cutter = new BatchCutter(3, 10);
        List<String> batches = new ArrayList<>();
        for (long position : new long[] {1, 2, 3, 4, 6, 7}) {
            cutter.add(position, bytes("{}")).ifPresent(batch -> batches.add(shown(batch)));
        }
        cutter.add(8, bytes("{\"a\":12345}")).ifPresent(batch -> batches.add(shown(batch)));
        cutter.add(9, bytes("{}")).ifPresent(batch -> batches.add(shown(batch)));
        cutter.rest().ifPresent(batch -> batches.add(shown(batch)));

        assertThat(batches)
                .containsExactly(
                        "1-3 {\"batch\":[{},{},{}]}",
                        "4-4 {\"batch\":[{}]}",
                        "6-7 {\"batch\":[{},{}]}",
                        "8-8 {\"batch\":[{\"a\":12345}]}",
                        "9-9 {\"batch\":[{}]}");
        assertThat(cutter.rest()).isEmpty();
    }

    private static String shown(Batch batch) {
        return batch.first() + "-" + batch.last() + " " + new String(batch.body(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
