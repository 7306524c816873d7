package io.millrace.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.cli.FakeInstance;
import io.millrace.cli.Ran;
import io.millrace.core.settings.Env;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SECOND_FROM = Pattern.compile(">= fromUnixTimestamp64Milli\\((\\d+)\\)");
    private static final Pattern AFTER = Pattern.compile("> \\((\\d+), (-?\\d+), (-?\\d+)\\)");

    private final FakeInstance instance = new FakeInstance();
    private final Path folder;

    /** What is readable at each poll; the events of one partition become readable late. */
    private final List<Position> readable = new ArrayList<>();

    private int polls;

    TailCommandTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        instance.answerSql(this::answer);
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    @Test
    void everyEventOnceAlsoThoseThatBecomeReadableLate() {
        Ran ran = Ran.of(new TailCommand(new Env(instance.env(folder))), "--every=50", "--limit=5", "--since=10");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "1000500/0/1 track purchase ann amount=1.50",
                        "1001500/0/2 track purchase ann amount=1.50",
                        "1000400/7/9 track purchase ann amount=1.50",
                        "1001500/7/10 track purchase ann amount=1.50",
                        "1003000/0/3 track purchase ann amount=1.50");
    }

    @Test
    void aNameGoesIntoTheQueryAsDigitsAlone() {
        assertThat(new TailSql("a' OR 1").counts(7)).contains("event = unhex('6127204f522031')");
        assertThat(new TailSql(null).counts(7)).doesNotContain("unhex");
    }

    private ArrayNode answer(String query) {
        ArrayNode rows = JSON.createArrayNode();
        if (query.contains("now64")) {
            rows.addObject().put("second", 1_010L);
        } else if (query.contains("count()")) {
            polls++;
            becomeReadable();
            TreeMap<Long, Long> counts = new TreeMap<>();
            readable.forEach(position -> counts.merge(position.second(), 1L, Long::sum));
            counts.forEach(
                    (second, count) -> rows.addObject().put("second", second).put("n", count));
        } else {
            Matcher second = SECOND_FROM.matcher(query);
            Matcher after = AFTER.matcher(query);
            assertThat(second.find() && after.find()).isTrue();
            Position last = new Position(
                    Long.parseLong(after.group(1)), Integer.parseInt(after.group(2)), Long.parseLong(after.group(3)));
            readable.stream()
                    .filter(position -> position.second() == Long.parseLong(second.group(1)) / 1_000)
                    .filter(position -> position.compareTo(last) > 0)
                    .sorted()
                    .forEach(position -> rows.addObject()
                            .put("received_ms", position.receivedMillis())
                            .put("partition", position.partition())
                            .put("offset", position.offset())
                            .put("text", text(position)));
        }
        return rows;
    }

    private void becomeReadable() {
        if (polls == 1) {
            readable.add(new Position(1_000_500, 0, 1));
            readable.add(new Position(1_001_500, 0, 2));
        } else if (polls == 2) {
            readable.add(new Position(1_000_400, 7, 9));
            readable.add(new Position(1_001_500, 7, 10));
        } else if (polls == 4) {
            readable.add(new Position(1_003_000, 0, 3));
        }
    }

    private static String text(Position position) {
        return "{\"type\":\"track\",\"event\":\"purchase\",\"userId\":\"ann\",\"receivedAt\":\""
                + position.receivedMillis() + "/" + position.partition() + "/" + position.offset()
                + "\",\"properties\":{\"amount\":1.50}}";
    }
}
