package io.millrace.clickhouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeduplicationLogsTest {

    private final Path data;
    private final Path table;

    DeduplicationLogsTest(@TempDir Path data) throws IOException {
        this.data = data;
        this.table = data.resolve("store").resolve("abc").resolve("abcd-1");
        Files.createDirectories(table.resolve("deduplication_logs"));
    }

    @Test
    void onlyTokensWithoutPartAreTakenBack() throws IOException {
        Files.createDirectory(table.resolve("202601_1_3_1"));
        Files.createDirectory(table.resolve("tmp_insert_202601_5_5_0"));
        log(1, "1\t202601_1_1_0\ta\n1\t202601_3_3_0\tb\n1\t202601_4_4_0\tc\n2\t202601_4_4_0\tc\n");
        log(2, "1\t202601_5_5_0\td\n1\t202602_1_1_0\te\n");

        DeduplicationLogs.repair(data);

        assertThat(file(1))
                .hasContent("1\t202601_1_1_0\ta\n1\t202601_3_3_0\tb\n1\t202601_4_4_0\tc\n2\t202601_4_4_0\tc\n");
        assertThat(file(2))
                .hasContent("1\t202601_5_5_0\td\n1\t202602_1_1_0\te\n2\t202601_5_5_0\td\n2\t202602_1_1_0\te\n");
    }

    @Test
    void aSecondRepairChangesNothing() throws IOException {
        log(1, "1\t202601_1_1_0\ta\n");

        DeduplicationLogs.repair(data);
        DeduplicationLogs.repair(data);

        assertThat(file(1)).hasContent("1\t202601_1_1_0\ta\n2\t202601_1_1_0\ta\n");
    }

    @Test
    void aNewFolderHasNothingToRepair() {
        DeduplicationLogs.repair(data.resolve("none"));
    }

    private Path file(int number) {
        return table.resolve("deduplication_logs").resolve("deduplication_log_" + number + ".txt");
    }

    private void log(int number, String records) throws IOException {
        Files.writeString(file(number), records);
    }
}
