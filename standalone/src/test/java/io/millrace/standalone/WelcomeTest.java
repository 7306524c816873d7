package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.standalone.folder.DataFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WelcomeTest {

    @Test
    void saysWhereEverythingIsAndWhatToTry(@TempDir Path temp) {
        try (DataFolder folder = DataFolder.open(temp)) {
            Places places = new Places(
                    "0.0.0.0", 1, 2, 6, true, "127.0.0.1:3", "http://127.0.0.1:4", "http://127.0.0.1:5", folder);

            assertThat(new Welcome(places).lines())
                    .contains(
                            "  Events go to     http://127.0.0.1:1",
                            "  API documents    http://127.0.0.1:2/docs",
                            "  Data             " + temp,
                            "  curl -u \"$MILLRACE_WRITE_KEY:\" http://127.0.0.1:1/v1/track \\",
                            "  curl -H \"Authorization: Bearer $MILLRACE_SECRET_KEY\" http://127.0.0.1:2/v1/analytics/events");
        }
    }
}
