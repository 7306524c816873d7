package io.millrace.core.campaign.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The ids as any other implementation of the documented hash gives them; these values were worked out in Python. */
class RunIdsTest {

    @Test
    void idsAreTheDocumentedHash() {
        assertThat(RunIds.run("cmp_1", 7, "u1", "event:m1")).isEqualTo("run_njbpjkwemt6razw2mch5apqa");
        assertThat(RunIds.send("ws_1", "run_njbpjkwemt6razw2mch5apqa", "m", 1))
                .isEqualTo("send_af6r4ac4pphpmclf2mhkydjl");
        assertThat(RunIds.send("ws_1", "run_njbpjkwemt6razw2mch5apqa", "m", 2))
                .isEqualTo("send_qdbwhkjdbvhp2dmfjgx4pnnr");
    }

    @Test
    void whereOnePartEndsAndTheNextBeginsMatters() {
        assertThat(RunIds.run("ab", 1, "c", "x")).isNotEqualTo(RunIds.run("a", 1, "bc", "x"));
    }
}
