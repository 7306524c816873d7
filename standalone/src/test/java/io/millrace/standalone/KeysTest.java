package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.standalone.key.FirstKey;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeysTest {

    @Test
    void madeUpKeysAreShownReadyToBePasted() {
        assertThat(Keys.shown(Map.of(FirstKey.SECRET, "mr_sk_b", FirstKey.WRITE, "mr_wk_a")))
                .containsSubsequence("  export MILLRACE_WRITE_KEY=mr_wk_a", "  export MILLRACE_SECRET_KEY=mr_sk_b")
                .noneMatch(line -> line.contains("MILLRACE_ADMIN_KEY"));
    }
}
