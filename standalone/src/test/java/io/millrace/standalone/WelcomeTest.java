package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.definition.Workspace;
import io.millrace.standalone.folder.DataFolder;
import io.millrace.standalone.key.FirstKey;
import io.millrace.standalone.key.FirstKeys;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WelcomeTest {

    private static final Workspace WORKSPACE =
            new Workspace("ws_a", "Default", "default", ZoneOffset.UTC, Instant.parse("2026-03-01T12:00:00Z"));

    @Test
    void theFirstStartShowsTheKeysItMadeUp(@TempDir Path temp) {
        List<String> lines = lines(temp, new FirstKeys.Outcome(WORKSPACE, Map.of(FirstKey.WRITE, "mr_wk_a"), true));

        assertThat(lines)
                .contains(
                        "  Events go to     http://127.0.0.1:1",
                        "  API documents    http://127.0.0.1:2/docs",
                        "  Data             " + temp,
                        "  MILLRACE_WRITE_KEY   mr_wk_a",
                        "  curl -u mr_wk_a: http://127.0.0.1:1/v1/track \\",
                        "  curl -H \"Authorization: Bearer $MILLRACE_SECRET_KEY\" http://127.0.0.1:2/v1/analytics/events");
    }

    @Test
    void aLaterStartShowsNone(@TempDir Path temp) {
        List<String> lines = lines(temp, new FirstKeys.Outcome(WORKSPACE, Map.of(), false));

        assertThat(lines)
                .contains("  curl -u $MILLRACE_WRITE_KEY: http://127.0.0.1:1/v1/track \\")
                .noneMatch(line -> line.contains("keys.json"));
    }

    private static List<String> lines(Path temp, FirstKeys.Outcome keys) {
        try (DataFolder folder = DataFolder.open(temp)) {
            Places places =
                    new Places("0.0.0.0", 1, 2, "127.0.0.1:3", "http://127.0.0.1:4", "http://127.0.0.1:5", folder);
            return new Welcome(places, keys).lines();
        }
    }
}
