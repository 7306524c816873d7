package io.millrace.testing.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Scope;
import io.millrace.streams.definition.Definition.Kind;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.streams.definition.UsedKeys;
import io.millrace.testing.MemoryDefinitions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UsedKeysTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final MemoryDefinitions definitions = new MemoryDefinitions();
    private final DefinitionAccess access = new DefinitionAccess(definitions);
    private final ApiKey key =
            ApiKey.of("secret", "ws_1", ApiKey.Type.SECRET, "BI", Set.of(Scope.ANALYTICS_READ), NOON);

    @Test
    void theLastUseIsKnownAtOnceAndToTheNextProcess() {
        access.create(key);
        try (UsedKeys used = at(NOON)) {
            assertThat(used.lastUsed(key)).isEmpty();
            used.key("secret");

            assertThat(used.lastUsed(key)).contains(NOON);
        }
        try (UsedKeys next = at(NOON.plusSeconds(60))) {
            assertThat(next.lastUsed(key)).contains(NOON);
            next.key("secret");

            assertThat(next.lastUsed(key)).contains(NOON.plusSeconds(60));
        }
    }

    @Test
    void aKeyThatNobodyKnowsLeavesNothing() {
        try (UsedKeys used = at(NOON)) {
            used.key("guessed");
        }

        assertThat(definitions.all(Kind.KEY_USE)).isEmpty();
    }

    private UsedKeys at(Instant now) {
        return new UsedKeys(access, definitions, Clock.fixed(now, ZoneOffset.UTC));
    }
}
