package io.millrace.flink;

import static org.awaitility.Awaitility.await;

import io.millrace.core.event.EventType;
import io.millrace.streams.StreamClock;
import io.millrace.streams.record.EventRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream's clock stands still for longer than a partition may without counting as idle: afterwards all goes on. */
class AudienceClockIT {

    private static final Duration LONGER_THAN_IDLE = Duration.ofSeconds(40);
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String WORKSPACE = "ws_clock";

    @Test
    void contactsAreJudgedAgainWhenTheClockTicksAgain(@TempDir Path folder) throws Exception {
        try (Services services = Services.start(folder);
                AudienceProcess process = AudienceProcess.start(
                        services.kafka(), services.server().endpoint(), folder.resolve("job"), 2)) {
            try (StreamClock clock = StreamClock.start(services.kafka())) {
                identify(services, "before");
                await().atMost(LIMIT).until(() -> contacts(services) == 1);
            }

            // Nothing tells when a partition counts as idle but the time that it takes.
            await().pollDelay(LONGER_THAN_IDLE).atMost(LIMIT).until(() -> contacts(services) == 1);

            try (StreamClock clock = StreamClock.start(services.kafka())) {
                identify(services, "after");
                await().atMost(LIMIT).until(() -> contacts(services) == 2);
            }
        }
    }

    private static void identify(Services services, String user) {
        services.send(new EventRecord(
                WORKSPACE,
                "key_1",
                "",
                EventType.IDENTIFY,
                "identify-" + user,
                null,
                user,
                null,
                null,
                null,
                0,
                "{\"context\":{},\"traits\":{\"plan\":\"gold\"}}".getBytes(StandardCharsets.UTF_8)));
        services.flush();
    }

    private static long contacts(Services services) {
        return services.number(
                "SELECT uniqExact(contact) AS n FROM contacts WHERE workspace = {workspace:String}", WORKSPACE);
    }
}
