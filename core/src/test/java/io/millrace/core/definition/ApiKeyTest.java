package io.millrace.core.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void keepsTheHashAndTheLastFourCharactersOnly() {
        ApiKey key = ApiKey.of("mr_wk_abcdefgh", "ws_a", ApiKey.Type.WRITE, "Web", Set.of(Scope.EVENTS_WRITE), NOON);

        assertThat(key.hint()).isEqualTo("efgh");
        assertThat(key.toString()).doesNotContain("mr_wk_abcdefgh");
        assertThat(key.hash()).hasSize(64);
    }

    @Test
    void aShortGivenKeyShowsNothing() {
        ApiKey key = ApiKey.of("secret", "ws_a", ApiKey.Type.WRITE, "Web", Set.of(Scope.EVENTS_WRITE), NOON);

        assertThat(key.hint()).isEmpty();
    }

    @Test
    void aRevokedKeyIsValidToTheEndOfItsGracePeriod() {
        ApiKey key = new ApiKey("key_1", "ws_a", ApiKey.Type.SECRET, "Old", "h", "", Set.of(), NOON, NOON);

        assertThat(key.validAt(NOON.minusMillis(1))).isTrue();
        assertThat(key.validAt(NOON)).isFalse();
    }
}
