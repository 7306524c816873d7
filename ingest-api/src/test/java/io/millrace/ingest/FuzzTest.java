package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.event.EventFlag;
import io.millrace.ingest.RawClient.Answer;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random damage to good bodies: never a 500 and never a hang, and what is accepted can be read by anybody. */
class FuzzTest {

    private static final int ROUNDS = 4000;
    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final String[] BODIES = {
        "{\"userId\":\"u\",\"event\":\"e\",\"timestamp\":\"2026-03-02T11:00:00.000+01:00\",\"properties\":{\"a\":[1,2.50,"
                + "{\"b\":null}],\"t\":\"\\ud83d\\ude80 \\u0000 z\u00fc\"},\"context\":{\"traits\":{\"x\":true}}}",
        "{\"batch\":[{\"type\":\"identify\",\"userId\":\"u\",\"traits\":{\"a\":1},\"context\":{\"traits\":{\"b\":NaN}}},"
                + "{\"type\":\"page\",\"anonymousId\":\"a\",\"messageId\":\"m\",\"sentAt\":1772449200}],"
                + "\"sentAt\":\"2026-03-02T11:00:00Z\",\"context\":{\"library\":{\"name\":\"x\"}},\"integrations\":{}}"
    };
    private static final String INTERESTING = "{}[]\",:\\u0Dd8-+.eENnIitf \n\u0000\u007f9";

    @Test
    void damagedBodiesAreAnsweredAndWhatIsAcceptedIsWhole() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (TestDoor door = TestDoor.open()) {
            RawClient client = door.connect();
            for (int i = 0; i < ROUNDS; i++) {
                boolean batch = random.nextBoolean();
                byte[] body = damaged(BODIES[batch ? 1 : 0].getBytes(StandardCharsets.UTF_8), random);
                Answer answer = client.request("POST", batch ? "/v1/b" : "/v1/t", body, TestDoor.AUTHORIZATION)
                        .answer();

                assertThat(answer.status())
                        .as(() -> "seed " + seed + ": " + new String(body, StandardCharsets.UTF_8))
                        .isIn(200, 400);
                assertThat(JACKSON.readTree(answer.body()).path("success").asBoolean())
                        .isEqualTo(answer.status() == 200);
            }
            client.close();
            assertThat(door.stored()).isNotEmpty().allSatisfy(FuzzTest::isWhole);
            assertThat(door.rejected()).isNotEmpty();
        }
    }

    private static void isWhole(EventRecord record) throws Exception {
        for (EnumSet<EventFlag> flags :
                Arrays.asList(EnumSet.noneOf(EventFlag.class), EnumSet.allOf(EventFlag.class))) {
            byte[] text = EventText.compose(record, 0, 0, flags);
            assertThat(JACKSON.readTree(text).path("context").isObject()).isTrue();
        }
    }

    private static byte[] damaged(byte[] body, Random random) {
        byte[] bytes = body.clone();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            int at = random.nextInt(bytes.length);
            int other = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) INTERESTING.charAt(random.nextInt(INTERESTING.length()));
                case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                case 3 -> bytes[at] = bytes[other];
                default ->
                    System.arraycopy(
                            bytes.clone(),
                            at,
                            bytes,
                            other,
                            Math.min(random.nextInt(20), bytes.length - Math.max(at, other)));
            }
        }
        return bytes;
    }
}
