package io.millrace.standalone.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @Test
    void aNewFolderGetsThisVersionsLayout(@TempDir Path temp) throws IOException {
        Path path = temp.resolve("a/data");
        try (DataFolder folder = DataFolder.open(path)) {
            assertThat(folder.path()).isEqualTo(path);
            assertThat(path.resolve("layout")).hasContent("1\n");
        }
    }

    @Test
    void onlyOneHasItAtATime(@TempDir Path path) {
        try (DataFolder first = DataFolder.open(path)) {
            assertThatThrownBy(() -> DataFolder.open(path))
                    .isInstanceOf(DataFolderException.class)
                    .hasMessage("The data folder " + first.path() + " is in use by another Millrace (process "
                            + ProcessHandle.current().pid()
                            + "); stop that one or set MILLRACE_DATA_DIR to another folder.");
        }
        DataFolder.open(path).close();
    }

    @Test
    void aNewerLayoutIsRefusedAndLeftAsItIs(@TempDir Path path) throws IOException {
        Files.writeString(path.resolve("layout"), "7\n");

        assertThatThrownBy(() -> DataFolder.open(path))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("has layout 7 of a newer Millrace, this one knows layouts up to 1");
        assertThat(path.resolve("layout")).hasContent("7\n");
    }

    @Test
    void aFolderOfSomethingElseIsRefused(@TempDir Path path) throws IOException {
        Files.writeString(path.resolve("layout"), "landscape");

        assertThatThrownBy(() -> DataFolder.open(path)).hasMessageContaining("found \"landscape\"");
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed(@TempDir Path temp) throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "in the way");

        assertThatThrownBy(() -> DataFolder.open(file.resolve("data")))
                .isInstanceOf(DataFolderException.class)
                .hasMessageStartingWith("The data folder " + file.resolve("data") + " cannot be written");
    }

    @Test
    void anInterruptedMigrationGoesOnWhereItStopped(@TempDir Path path) throws IOException {
        Files.writeString(path.resolve("layout"), "1\n");
        List<String> ran = new ArrayList<>();
        Layout interrupted = new Layout(List.of(folder -> ran.add("1 to 2"), folder -> {
            ran.add("2 to 3, interrupted");
            throw new IOException("power cut");
        }));
        Layout whole = new Layout(List.of(folder -> ran.add("1 to 2 again"), folder -> ran.add("2 to 3")));

        assertThatThrownBy(() -> interrupted.bring(path)).hasMessage("power cut");
        whole.bring(path);
        whole.bring(path);

        assertThat(ran).containsExactly("1 to 2", "2 to 3, interrupted", "2 to 3");
        assertThat(path.resolve("layout")).hasContent("3\n");
    }

    @Test
    void keysThatAnEarlierVersionKeptAsPlainTextAreDeleted(@TempDir Path path) throws IOException {
        Files.writeString(path.resolve("keys.json"), "{\"write_key\":\"mr_wk_abc\"}");
        try (DataFolder folder = DataFolder.open(path)) {
            assertThat(folder.deleteKeysFile()).isTrue();
            assertThat(path.resolve("keys.json")).doesNotExist();
            assertThat(folder.deleteKeysFile()).isFalse();
        }
    }

    @Test
    void theRunFileSaysWhereTheInstanceIs(@TempDir Path path) {
        try (DataFolder folder = DataFolder.open(path)) {
            RunFile.write(folder, Map.of("ingest_url", "http://127.0.0.1:8080"));

            assertThat(path.resolve("run.json"))
                    .content()
                    .containsIgnoringWhitespaces(
                            "{\"pid\":" + ProcessHandle.current().pid() + ",\"ingest_url\":\"http://127.0.0.1:8080\"}");

            RunFile.delete(folder);
            assertThat(path.resolve("run.json")).doesNotExist();
        }
    }
}
