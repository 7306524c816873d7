package io.millrace.streams.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Scope;
import io.millrace.core.definition.Workspace;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessCodecTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void workspacesReadBack() {
        Workspace workspace = new Workspace("ws_a", "Ümläut & Co", "umlaut", ZoneId.of("Europe/Berlin"), NOON);

        assertThat(AccessCodec.workspace(AccessCodec.write(workspace))).isEqualTo(workspace);
    }

    @Test
    void keysReadBackWithAndWithoutGrace() {
        ApiKey key = ApiKey.of("s3cret-s3cret", "ws_a", ApiKey.Type.SECRET, "Back", Set.of(Scope.ANALYTICS_READ), NOON);
        ApiKey revoked = new ApiKey(
                key.id(), "ws_a", key.type(), "Back", key.hash(), key.hint(), key.scopes(), NOON, NOON.plusSeconds(9));

        assertThat(AccessCodec.key(AccessCodec.write(key))).isEqualTo(key);
        assertThat(AccessCodec.key(AccessCodec.write(revoked))).isEqualTo(revoked);
    }

    @Test
    void theSecretIsInNoDefinition() {
        ApiKey key = ApiKey.of("s3cret-s3cret", "ws_a", ApiKey.Type.SECRET, "Back", Set.of(), NOON);

        assertThat(AccessCodec.write(key)).doesNotContain("s3cret-s3cret");
    }
}
