package io.millrace.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationsTest {

    @Test
    void theListNamesEveryFileAndCountsFromOne() throws IOException, URISyntaxException {
        Path folder = Path.of(Migration.class.getResource("ddl/migrations.txt").toURI())
                .getParent();
        List<String> files;
        try (Stream<Path> paths = Files.list(folder)) {
            files = paths.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".sql"))
                    .sorted()
                    .toList();
        }

        List<Migration> known = Migrations.known();

        assertThat(known).extracting(Migration::fileName).isEqualTo(files);
        assertThat(known)
                .extracting(Migration::number)
                .isEqualTo(IntStream.rangeClosed(1, files.size()).boxed().toList());
    }

    @Test
    void statementsEndWithASemicolonAtTheEndOfALine() {
        Migration migration = new Migration("0001_two.sql", "CREATE a ';';\n\n-- why\nCREATE b\n");

        assertThat(migration.statements()).containsExactly(Sql.of("CREATE a ';'"), Sql.of("-- why\nCREATE b"));
    }

    @Test
    void anotherFileNameIsRefused() {
        assertThatThrownBy(() -> new Migration("1.sql", "SELECT 1")).isInstanceOf(IllegalArgumentException.class);
    }
}
