package io.millrace.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceTest {

    @Test
    void utcGoesByItsName() {
        assertThat(workspace("shop", ZoneOffset.UTC).timezone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(workspace("shop", ZoneId.of("Europe/Berlin")).timezone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shop", "-shop", "shop-", "sh op", "sh/op", "shöp"})
    void aSlugIsPlain(String slug) {
        assertThatThrownBy(() -> workspace(slug, ZoneOffset.UTC)).hasMessageContaining("slug");
    }

    private static Workspace workspace(String slug, ZoneId timezone) {
        return new Workspace("ws_a", "Shop", slug, timezone, Instant.parse("2026-03-02T12:00:00Z"));
    }
}
