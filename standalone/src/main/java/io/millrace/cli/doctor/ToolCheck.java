package io.millrace.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs that Millrace is built and started with. */
final class ToolCheck {

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.\\d+)?");
    private static final int ANSWER_SECONDS = 20;

    List<Finding> findings() throws InterruptedException {
        return List.of(
                tool("maven", "mvn", "needed to build; install Maven 3.8 or newer"),
                tool("npm", "npm", "needed once to fetch the embedded ClickHouse; install Node.js with npm"));
    }

    static Finding tool(String subject, String program, String next) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Finding.warn(subject, "does not answer", next);
            }
            String said = new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
            Matcher version = VERSION.matcher(said);
            return process.exitValue() == 0 && version.find()
                    ? Finding.ok(subject, "version " + version.group())
                    : Finding.warn(subject, "answers with exit code " + process.exitValue(), next);
        } catch (IOException e) {
            return Finding.warn(subject, "not found", next);
        }
    }
}
