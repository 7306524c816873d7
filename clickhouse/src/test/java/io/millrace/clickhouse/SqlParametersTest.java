package io.millrace.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlParametersTest {

    @Test
    void aBareTextIsEscapedAndNotQuoted() {
        assertThat(text("it's\ta\\b\n")).isEqualTo("it\\'s\\ta\\\\b\\n");
    }

    @Test
    void textsInListsAreQuoted() {
        assertThat(text(List.of("a", "b'c"))).isEqualTo("['a','b\\'c']");
        assertThat(text(List.of())).isEqualTo("[]");
        assertThat(text(List.of(List.of(1, 2), List.of()))).isEqualTo("[[1,2],[]]");
    }

    @Test
    void numbersAndBooleansAreAsTheyAre() {
        assertThat(text(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(text(new BigDecimal("0.10"))).isEqualTo("0.10");
        assertThat(text(true)).isEqualTo("true");
    }

    @Test
    void anythingElseIsRefusedByName() {
        assertThatThrownBy(() -> text(Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parameter p")
                .hasMessageContaining("java.time.Instant");
    }

    private static Object text(Object value) {
        return SqlParameters.texts(Map.of("p", value)).values().iterator().next();
    }
}
