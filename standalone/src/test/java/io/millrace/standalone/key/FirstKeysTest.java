package io.millrace.standalone.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Scope;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FirstKeysTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final MemoryAccess access = new MemoryAccess();
    private final FirstKeys keys = new FirstKeys(access);
    private final Map<FirstKey, String> remembered = new EnumMap<>(FirstKey.class);

    @Test
    void givenKeysAreTakenAsTheyAre() {
        FirstKeys.Outcome outcome =
                ensure(Map.of(FirstKey.WRITE, "write-it", FirstKey.SECRET, "keep-it", FirstKey.ADMIN, "rule-it"));

        String workspace = outcome.workspace().id();
        assertThat(outcome.first()).isTrue();
        assertThat(outcome.madeUp()).isEmpty();
        assertThat(remembered).isEmpty();
        assertThat(access.key("write-it")).hasValueSatisfying(key -> {
            assertThat(key.workspace()).isEqualTo(workspace);
            assertThat(key.type()).isEqualTo(ApiKey.Type.WRITE);
            assertThat(key.scopes()).containsExactly(Scope.EVENTS_WRITE);
        });
        assertThat(access.key("keep-it")).hasValueSatisfying(key -> {
            assertThat(key.workspace()).isEqualTo(workspace);
            assertThat(key.scopes()).contains(Scope.ANALYTICS_READ).doesNotContain(Scope.EVENTS_WRITE);
        });
        assertThat(access.key("rule-it")).hasValueSatisfying(key -> {
            assertThat(key.workspace()).isEmpty();
            assertThat(key.type()).isEqualTo(ApiKey.Type.ADMIN);
        });
    }

    @Test
    void missingKeysAreMadeUpOnce() {
        FirstKeys.Outcome first = ensure(Map.of());
        FirstKeys.Outcome second = ensure(Map.of());

        assertThat(first.madeUp()).containsOnlyKeys(FirstKey.values()).isEqualTo(remembered);
        assertThat(first.madeUp().get(FirstKey.WRITE)).startsWith("mr_wk_");
        assertThat(second.first()).isFalse();
        assertThat(second.madeUp()).isEmpty();
        assertThat(second.workspace()).isEqualTo(first.workspace());
        assertThat(access.keys(first.workspace().id())).hasSize(2);
    }

    @Test
    void aStartThatEndedAnywhereIsCompletedWithTheSameKeys() {
        for (int writes = 0; writes < 4; writes++) {
            MemoryAccess stopped = new MemoryAccess();
            Map<FirstKey, String> noted = new EnumMap<>(FirstKey.class);
            stopped.endAfter(writes);
            assertThatThrownBy(() -> new FirstKeys(stopped).ensure(Map.of(), noted, noted::putAll, NOON))
                    .hasMessage("killed");
            stopped.endAfter(Integer.MAX_VALUE);
            Map<FirstKey, String> before = Map.copyOf(noted);

            new FirstKeys(stopped).ensure(Map.of(), before, noted::putAll, NOON);

            assertThat(noted).isEqualTo(before);
            assertThat(stopped.workspaces()).hasSize(1);
            before.values().forEach(secret -> assertThat(stopped.key(secret)).isPresent());
        }
    }

    @Test
    void aSettingThatDiffersFromTheStoredKeyIsNamedAndNotShown() {
        ensure(Map.of(FirstKey.SECRET, "keep-it"));

        assertThatThrownBy(() -> ensure(Map.of(FirstKey.SECRET, "another")))
                .isInstanceOf(KeySettingException.class)
                .hasMessage("MILLRACE_SECRET_KEY differs from the key that was stored at the first start; "
                        + "unset it or set it to that key.");
        assertThat(ensure(Map.of(FirstKey.SECRET, "keep-it")).first()).isFalse();
    }

    @Test
    void oneValueCannotBeTwoKeys() {
        assertThatThrownBy(() -> ensure(Map.of(FirstKey.WRITE, "same", FirstKey.SECRET, "same")))
                .isInstanceOf(KeySettingException.class)
                .hasMessageContaining("is the same as another key setting");
        assertThat(access.workspaces()).isEmpty();
    }

    private FirstKeys.Outcome ensure(Map<FirstKey, String> given) {
        return keys.ensure(given, Map.copyOf(remembered), remembered::putAll, NOON);
    }
}
