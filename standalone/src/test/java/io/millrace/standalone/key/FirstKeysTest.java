package io.millrace.standalone.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Scope;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.testing.MemoryDefinitions;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FirstKeysTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final DefinitionAccess access = new DefinitionAccess(new MemoryDefinitions());
    private final FirstKeys keys = new FirstKeys(access);
    private final Map<FirstKey, String> shown = new EnumMap<>(FirstKey.class);

    @Test
    void givenKeysAreTakenAsTheyAre() {
        ensure(Map.of(FirstKey.WRITE, "write-it", FirstKey.SECRET, "keep-it", FirstKey.ADMIN, "rule-it"));

        String workspace = workspace();
        assertThat(shown).isEmpty();
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
        ensure(Map.of());
        Map<FirstKey, String> first = Map.copyOf(shown);
        ensure(Map.of());

        assertThat(first).containsOnlyKeys(FirstKey.values());
        assertThat(first.get(FirstKey.WRITE)).startsWith("mr_wk_");
        assertThat(shown).isEqualTo(first);
        assertThat(access.workspaces()).hasSize(1);
        assertThat(access.keys(workspace())).hasSize(2);
        first.values().forEach(secret -> assertThat(access.key(secret)).isPresent());
    }

    @Test
    void onlyWhatIsNotGivenIsMadeUp() {
        ensure(Map.of(FirstKey.WRITE, "write-it"));

        assertThat(shown).containsOnlyKeys(FirstKey.SECRET, FirstKey.ADMIN);
        assertThat(access.key("write-it")).isPresent();
    }

    @Test
    void aStartThatEndedAnywhereLeavesNoKeyThatNobodyHasSeen() {
        for (int writes = 0; writes < 4; writes++) {
            MemoryDefinitions definitions = new MemoryDefinitions();
            DefinitionAccess stopped = new DefinitionAccess(definitions);
            Map<FirstKey, String> seen = new EnumMap<>(FirstKey.class);
            definitions.endAfter(writes);
            assertThatThrownBy(() -> new FirstKeys(stopped).ensure(Map.of(), seen::putAll, NOON))
                    .hasMessage("killed");
            definitions.endAfter(Integer.MAX_VALUE);

            new FirstKeys(stopped).ensure(Map.of(), seen::putAll, NOON);

            assertThat(seen).containsOnlyKeys(FirstKey.values());
            assertThat(stopped.workspaces()).hasSize(1);
            seen.values().forEach(secret -> assertThat(stopped.key(secret)).isPresent());
        }
    }

    @Test
    void aSettingThatDiffersFromTheStoredKeyIsNamedAndNotShown() {
        ensure(Map.of(FirstKey.SECRET, "keep-it"));

        assertThatThrownBy(() -> ensure(Map.of(FirstKey.SECRET, "another")))
                .isInstanceOf(KeySettingException.class)
                .hasMessage("MILLRACE_SECRET_KEY differs from the key that was stored at the first start; "
                        + "unset it or set it to that key.");
        ensure(Map.of(FirstKey.SECRET, "keep-it"));
        assertThat(access.keys(workspace())).hasSize(2);
    }

    @Test
    void oneValueCannotBeTwoKeys() {
        assertThatThrownBy(() -> ensure(Map.of(FirstKey.WRITE, "same", FirstKey.SECRET, "same")))
                .isInstanceOf(KeySettingException.class)
                .hasMessageContaining("is the same as another key setting");
        assertThat(access.workspaces()).isEmpty();
    }

    private void ensure(Map<FirstKey, String> given) {
        keys.ensure(given, shown::putAll, NOON);
    }

    private String workspace() {
        return access.workspaceBySlug(FirstKeys.SLUG).orElseThrow().id();
    }
}
