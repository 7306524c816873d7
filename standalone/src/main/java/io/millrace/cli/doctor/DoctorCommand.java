package io.millrace.cli.doctor;

import io.millrace.cli.client.ClientCommand;
import io.millrace.cli.client.Connection;
import io.millrace.core.settings.Env;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks a machine and an instance, running or stopped. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Checks this machine and the instance, running or stopped, and says what to do.",
            "Java, Maven, npm, memory, disk, data folder, ports, health, clocks, and the limits of an external Kafka and"
                    + " ClickHouse if MILLRACE_KAFKA and MILLRACE_CLICKHOUSE_URL are set. Changes nothing."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing fails (there may be warnings)", "1:something fails"})
public final class DoctorCommand extends ClientCommand {

    @Mixin
    final Connection connection;

    private final Env env;

    public DoctorCommand() {
        this(Env.system());
    }

    public DoctorCommand(Env env) {
        this.env = env;
        this.connection = new Connection(env);
    }

    @Override
    protected int run() throws InterruptedException {
        Path dataFolder = connection.instance().dataFolder();
        List<Finding> findings = new ArrayList<>(new MachineCheck(dataFolder, env).findings());
        findings.addAll(new ToolCheck().findings());
        FolderCheck folder = new FolderCheck(dataFolder);
        findings.addAll(folder.findings());
        ServiceCheck services = new ServiceCheck(Clock.systemUTC());
        boolean running = folder.inUse();
        findings.addAll(services.findings("ingest", connection.ingestUrl(), "MILLRACE_INGEST_PORT", running));
        findings.addAll(services.findings("api", connection.apiUrl(), "MILLRACE_API_PORT", running));
        Optional<String> kafka = env.text("MILLRACE_KAFKA");
        if (kafka.isPresent()) {
            findings.addAll(new KafkaCheck(kafka.get()).findings());
        }
        Optional<String> clickhouse = env.text("MILLRACE_CLICKHOUSE_URL");
        if (clickhouse.isPresent()) {
            findings.addAll(new ClickHouseCheck(clickhouse.get()).findings());
        }
        findings.forEach(finding -> finding.print(out()));
        long failures = findings.stream()
                .filter(finding -> finding.level() == Finding.Level.FAIL)
                .count();
        out().println(failures == 0 ? "Nothing fails." : failures + " of " + findings.size() + " checks fail.");
        return failures == 0 ? DONE : FAILED;
    }
}
