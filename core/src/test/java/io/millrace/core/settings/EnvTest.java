package io.millrace.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvTest {

    @Test
    void anEmptyVariableIsUnset() {
        assertThat(new Env(Map.of("MILLRACE_HOST", " ")).text("MILLRACE_HOST", "127.0.0.1"))
                .isEqualTo("127.0.0.1");
    }

    @Test
    void saysNameFoundAndExpected() {
        Env env = new Env(Map.of("MILLRACE_API_PORT", "http", "MILLRACE_INGEST_PORT", "70000", "MILLRACE_X", "maybe"));

        assertThatThrownBy(() -> env.port("MILLRACE_API_PORT", 8090))
                .hasMessage("MILLRACE_API_PORT: found \"http\", expected a whole number from 0 to 65535");
        assertThatThrownBy(() -> env.port("MILLRACE_INGEST_PORT", 8080))
                .hasMessage("MILLRACE_INGEST_PORT: found \"70000\", expected a whole number from 0 to 65535");
        assertThatThrownBy(() -> env.flag("MILLRACE_X", false))
                .hasMessage("MILLRACE_X: found \"maybe\", expected true or false");
    }
}
