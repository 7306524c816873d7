package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the API, opened in a browser that reaches no other host; skipped where no Chromium is installed. */
class DocsPageIT {

    @Test
    void showsEveryOperationWithoutAnyOtherHost(@TempDir Path folder) throws IOException, InterruptedException {
        Optional<Path> chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(chromium.isPresent(), "no Chromium is installed");
        try (Api api = Api.start()) {
            Path page = folder.resolve("page.html");
            Process browser = new ProcessBuilder(List.of(
                            chromium.orElseThrow().toString(),
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--user-data-dir=" + folder.resolve("profile"),
                            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
                            "--virtual-time-budget=10000",
                            "--dump-dom",
                            "http://127.0.0.1:" + api.port() + "/docs"))
                    .redirectOutput(page.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = browser.waitFor(60, TimeUnit.SECONDS);
            browser.destroyForcibly();

            assertThat(ended).isTrue();
            assertThat(Files.readString(page, StandardCharsets.UTF_8))
                    .contains("queryAnalytics", "runSql", "createWorkspace", "readFunnel");
        }
    }
}
