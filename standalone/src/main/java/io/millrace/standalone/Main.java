package io.millrace.standalone;

import io.millrace.cli.Commands;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code millrace}: what it can do is the list in {@link #commands()}. */
@Command(
        name = "millrace",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Event analytics, live segments and campaign triggers, on one machine with one command.",
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine root = new CommandLine(new Main());
        commands().forEach(root::addSubcommand);
        return root;
    }

    /** Every command, in the order of the help. */
    private static List<Object> commands() {
        List<Object> commands = new ArrayList<>();
        commands.add(new UpCommand());
        commands.addAll(Commands.all());
        commands.addAll(List.of(new VersionCommand(), new HelpCommand()));
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for example: millrace up");
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"Millrace " + (version == null ? "(not from a jar)" : version)};
        }
    }

    @Command(name = "version", description = "Print the version.")
    static final class VersionCommand implements Runnable {
        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public void run() {
            spec.commandLine().getOut().println(new Version().getVersion()[0]);
        }
    }
}
