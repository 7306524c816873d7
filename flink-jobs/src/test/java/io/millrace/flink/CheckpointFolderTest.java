package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {

    private final Path root;
    private final CheckpointFolder folder;

    CheckpointFolderTest(@TempDir Path root) {
        this.root = root;
        this.folder = folder(root);
    }

    @Test
    void nothingIsFoundInAFolderThatIsNotThere() throws IOException {
        assertThat(folder(root.resolve("missing")).newestComplete()).isEmpty();
    }

    @Test
    void theHighestNumberOfAnyRunIsTheNewest() throws IOException {
        complete("run1", 9);
        Path newest = complete("run2", 11);
        complete("run2", 10);

        assertThat(newest()).contains(newest);
    }

    @Test
    void oneThatWasNeverCompletedIsPassedOver() throws IOException {
        Path complete = complete("run1", 9);
        Files.createDirectories(root.resolve("run1/chk-10"));
        Files.createDirectories(root.resolve("run1/shared"));

        assertThat(newest()).contains(complete);
    }

    @Test
    void oneThatCannotBeReadIsPassedOver() throws IOException {
        Path complete = complete("run1", 9);
        Path broken = complete("run1", 10);
        Files.write(broken.resolve("_metadata"), new byte[] {1, 2, 3});

        assertThat(newest()).contains(complete);
    }

    @Test
    void whatOtherRunsLeftIsDeleted() throws IOException {
        complete("run1", 9);
        Path own = complete("run2", 10);

        folder.keepOnly("run2");

        assertThat(root.resolve("run1")).doesNotExist();
        assertThat(own.resolve("_metadata")).exists();
    }

    private static CheckpointFolder folder(Path root) {
        return new CheckpointFolder(org.apache.flink.core.fs.Path.fromLocalFile(root.toFile()));
    }

    private Optional<Path> newest() throws IOException {
        return folder.newestComplete().map(found -> Path.of(found.getPath()));
    }

    private Path complete(String run, long number) throws IOException {
        Path checkpoint = Files.createDirectories(root.resolve(run).resolve("chk-" + number));
        try (OutputStream out = Files.newOutputStream(checkpoint.resolve("_metadata"))) {
            Checkpoints.storeCheckpointMetadata(new CheckpointMetadata(number, List.of(), List.of()), out);
        }
        return checkpoint;
    }
}
