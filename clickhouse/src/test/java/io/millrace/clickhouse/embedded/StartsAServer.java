package io.millrace.clickhouse.embedded;

import io.millrace.core.settings.Env;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A program that starts a server and waits to be killed. */
final class StartsAServer {

    private StartsAServer() {}

    /** Arguments: the data folder, and the file that gets the server's process id when it answers. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        EmbeddedClickHouse server =
                EmbeddedClickHouse.start(EmbeddedClickHouseConfig.from(Env.system(), Path.of(arguments[0])));
        Path pidFile = Path.of(arguments[1]);
        Path draft = pidFile.resolveSibling(pidFile.getFileName() + ".new");
        Files.writeString(draft, Long.toString(server.pid()));
        Files.move(draft, pidFile, StandardCopyOption.ATOMIC_MOVE);
        Thread.currentThread().join();
    }
}
