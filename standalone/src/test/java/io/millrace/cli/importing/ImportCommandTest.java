package io.millrace.cli.importing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.FakeInstance;
import io.millrace.cli.FakeInstance.Failure;
import io.millrace.cli.Ran;
import io.millrace.core.settings.Env;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {

    private static final List<String> ORDERS =
            List.of("--event=purchase", "--user-id=customer", "--timestamp=date", "--message-id-prefix=orders-");

    private final Path folder;
    private final FakeInstance instance = new FakeInstance();

    ImportCommandTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    @Test
    void aSecondImportIsAllDuplicates() throws IOException {
        Path file = orders(5_000);

        Ran first = importing(file);
        assertThat(first.exitCode()).isZero();
        assertThat(counts(first)).containsEntry("Rows", "5,000").containsEntry("Stored", "5,000");
        assertThat(instance.stored()).hasSize(5_000);
        JsonNode any = instance.stored().get(0);
        assertThat(any.path("properties").path("amount").isNumber()).isTrue();

        Ran second = importing(file);
        assertThat(second.exitCode()).isZero();
        assertThat(counts(second)).containsEntry("Stored", "0").containsEntry("Duplicate", "5,000");
        assertThat(instance.stored()).hasSize(5_000);
        assertThat(importIds()).as("each import has an id of its own").hasSize(2);
    }

    @Test
    void failuresOnTheWayAreRepeatedUntilAllIsTaken() throws IOException {
        instance.failNext(
                new Failure(503, "{\"message\":\"broker away\"}", "0"),
                new Failure(0, "", ""),
                new Failure(429, "{}", "1"),
                new Failure(500, "{}", ""));

        Ran ran = importing(orders(9_000));

        assertThat(ran.exitCode()).isZero();
        assertThat(counts(ran)).containsEntry("Stored", "9,000").containsEntry("Duplicate", "0");
    }

    @Test
    void anUnknownKeyEndsItAtOnce() throws IOException {
        Ran ran = importing(orders(10), "--key=wrong");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("does not accept this write key (401)");
        assertThat(instance.stored()).isEmpty();
    }

    @Test
    void afterABreakTheSameCommandSendsOnlyTheRest() throws IOException {
        Path file = orders(9_000);
        instance.failAfter(2, new Failure(403, "{\"message\":\"gone\"}", ""));
        Ran broken = importing(file, "--in-flight=1");
        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.err()).contains("The same command goes on from here.");
        assertThat(instance.stored()).hasSize(4_000);

        instance.recover();
        Ran rest = importing(file, "--in-flight=1");

        assertThat(rest.exitCode()).isZero();
        assertThat(rest.err()).contains("broken off after 4000 events");
        assertThat(counts(rest))
                .containsEntry("Accepted", "9,000")
                .containsEntry("Stored", "9,000")
                .containsEntry("Duplicate", "0");
        assertThat(importIds()).as("both runs are one import").hasSize(1);
    }

    @Test
    void restartSendsEverythingAgain() throws IOException {
        Path file = orders(5_000);
        instance.failAfter(1, new Failure(403, "{}", ""));
        importing(file, "--in-flight=1");
        instance.recover();

        assertThat(counts(importing(file, "--restart")))
                .containsEntry("Stored", "3,000")
                .containsEntry("Duplicate", "2,000");
    }

    @Test
    void rejectedAndUnreadableRowsAreReportedWithTheirLines() throws IOException {
        Path file = folder.resolve("orders.csv.gz");
        gzip(
                file,
                """
                customer,date,note
                a,2026-01-01,"two
                lines"
                ,2026-01-02,nobody
                b,2026-01-03

                c,2026-01-04,fine
                ,2026-01-05,"nobody
                again"
                ,2026-01-06,nobody
                """);
        Path rejected = folder.resolve("rejected.csv");

        Ran ran = importing(file, "--rejected=" + rejected);

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(counts(ran))
                .containsEntry("Rows", "6")
                .containsEntry("Unreadable", "1")
                .containsEntry("Accepted", "5")
                .containsEntry("Stored", "2")
                .containsEntry("Rejected", "3");
        assertThat(ran.out())
                .containsSubsequence(
                        "line 4: missing_id",
                        "line 5: unreadable_row (found 2 values, expected 3)",
                        "line 8: missing_id",
                        "line 10: missing_id");
        List<String> lines = Files.readAllLines(rejected);
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).isEqualTo("line,reason,detail,message_id,payload");
        assertThat(lines.stream().skip(1).map(line -> line.substring(0, line.indexOf(','))))
                .containsExactlyInAnyOrder("4", "5", "8", "10");
    }

    @Test
    void aPackedFileThatIsCutOffIsSaidInOneSentence() throws IOException {
        Path file = folder.resolve("orders.csv.gz");
        gzip(file, Files.readString(orders(5_000)));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        Ran ran = importing(file);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("The file is cut off or damaged").doesNotContain("\tat ");
    }

    @Test
    void bytesThatAreNoTextAreNotReplacedByOthers() throws IOException {
        Path file = folder.resolve("orders.csv");
        Files.write(file, "customer,date,note\na,2026-01-01,caf\u00e9\nb,2026-01-02,tea\n".getBytes(ISO_8859_1));

        Ran ran = importing(file);

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.out()).contains("line 2: unreadable_row", "--charset");
        assertThat(counts(ran)).containsEntry("Stored", "1");

        assertThat(importing(file, "--charset=ISO-8859-1").exitCode()).isZero();
        assertThat(instance.stored().stream()
                        .map(event -> event.path("properties").path("note").asText()))
                .contains("caf\u00e9");
    }

    @Test
    void optionsThatDoNotFitTheFileAreToldFromAnImportThatBroke() throws IOException {
        Ran ran = importing(orders(10), "--group-id=nobody");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("There is no column \"nobody\"");
    }

    @Test
    void withoutASecretKeyItSaysWhatItDoesNotKnow() throws IOException {
        Map<String, String> env = new HashMap<>(instance.env(folder));
        env.remove("MILLRACE_SECRET_KEY");

        Ran ran = Ran.of(new ImportCommand(new Env(env)), arguments(orders(10)));

        assertThat(ran.exitCode()).isZero();
        assertThat(counts(ran)).containsEntry("Accepted", "10").doesNotContainKey("Stored");
        assertThat(ran.err()).contains("there is no secret key");
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws IOException {
        String away = instance.url();
        instance.close();
        Ran ran = importing(orders(10), "--ingest=" + away, "--give-up-after=1");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains(away, "does not answer", "Gave up after");
    }

    private Ran importing(Path file, String... more) {
        return Ran.of(new ImportCommand(new Env(instance.env(folder))), arguments(file, more));
    }

    private static String[] arguments(Path file, String... more) {
        List<String> arguments = new ArrayList<>(ORDERS);
        arguments.addAll(List.of(more));
        arguments.add(file.toString());
        return arguments.toArray(String[]::new);
    }

    private Set<String> importIds() {
        return instance.importHeaders().stream()
                .map(header -> header.substring(0, header.indexOf(':')))
                .collect(Collectors.toSet());
    }

    private static Map<String, String> counts(Ran ran) {
        return ran.out()
                .lines()
                .filter(line -> line.matches("[A-Z][a-z]+ +[0-9,]+"))
                .collect(Collectors.toMap(line -> line.split(" +")[0], line -> line.split(" +")[1]));
    }

    private Path orders(int rows) throws IOException {
        String text = IntStream.range(0, rows)
                .mapToObj(row -> "c" + row % 100 + ",2026-01-" + (10 + row % 20) + ",1," + row + ".50\n")
                .collect(Collectors.joining("", "customer,date,quantity,amount\n", ""));
        return Files.writeString(folder.resolve("orders.csv"), text);
    }

    private static void gzip(Path file, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
