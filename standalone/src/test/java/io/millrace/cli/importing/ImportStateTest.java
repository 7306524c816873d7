package io.millrace.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportStateTest {

    private final Path folder;

    ImportStateTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aLaterRunKnowsWhatWasTaken() throws IOException {
        Path file = folder.resolve("deep/state.json");
        ImportState state = ImportState.fresh(file);
        state.taken(1, 100);
        state.taken(201, 300);
        state.save();

        ImportState later = ImportState.load(file).orElseThrow();
        assertThat(later.importId()).isEqualTo(state.importId());
        assertThat(later.isTaken(100)).isTrue();
        assertThat(later.isTaken(101)).isFalse();
        assertThat(later.takenCount()).isEqualTo(200);
    }

    @Test
    void afterTheEndNothingIsLeft() throws IOException {
        Path file = folder.resolve("state.json");
        ImportState state = ImportState.fresh(file);
        state.save();
        state.forget();
        state.save();

        assertThat(file).doesNotExist();
        assertThat(ImportState.load(file)).isEmpty();
    }

    @Test
    void aTornFileMeansBeginningAgain() throws IOException {
        Path file = Files.writeString(folder.resolve("state.json"), "{\"import_id\":\"imp_1\",\"taken\":[[5,");
        assertThat(ImportState.load(file)).isEmpty();
    }

    @Test
    void everyImportHasAnIdOfItsOwn() {
        assertThat(ImportState.fresh(null).importId())
                .startsWith("imp_")
                .isNotEqualTo(ImportState.fresh(null).importId());
    }
}
