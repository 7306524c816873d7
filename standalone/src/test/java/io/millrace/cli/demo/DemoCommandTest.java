package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.FakeInstance;
import io.millrace.cli.Ran;
import io.millrace.core.settings.Env;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

    @Test
    void aSecondRunAddsOnlyWhatHappenedSince(@TempDir Path folder) throws IOException {
        try (FakeInstance instance = new FakeInstance()) {
            Env env = new Env(instance.env(folder));

            // Visitors who have not signed up have no user id, which the fake instance rejects; what counts is the
            // rest.
            assertThat(Ran.of(new DemoCommand(env), "--days=2", "--until=2026-03-03T12:00:00Z")
                            .exitCode())
                    .isZero();
            int first = instance.stored().size();
            assertThat(first).isPositive();

            Ran.of(new DemoCommand(env), "--days=2", "--until=2026-03-03T12:00:00Z");
            assertThat(instance.stored()).hasSize(first);

            Ran.of(new DemoCommand(env), "--days=1", "--until=2026-03-03T15:00:00Z");
            int later = instance.stored().size();
            assertThat(later).isGreaterThan(first);

            Ran.of(new DemoCommand(env), "--days=3", "--until=2026-03-03T15:00:00Z", "--seed=2");
            assertThat(instance.stored().size()).isGreaterThan(later + first);
        }
    }
}
