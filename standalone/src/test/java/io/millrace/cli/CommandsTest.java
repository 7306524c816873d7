package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandsTest {

    @Test
    void everyCommandHasANameAndExplainsItself() {
        List<CommandLine> commands =
                Commands.all().stream().map(CommandLine::new).collect(Collectors.toList());

        assertThat(commands)
                .extracting(CommandLine::getCommandName)
                .containsExactly("import", "tail", "sql", "verify", "doctor", "demo");
        assertThat(commands)
                .allSatisfy(command -> assertThat(command.getUsageMessage()).contains("--help"));
    }
}
