package io.millrace.clickhouse.embedded;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.core.health.HealthCheck;
import java.nio.file.Path;

/**
 * A ClickHouse of one's own: a child process on loopback with its data in one folder, restarted if it dies, ended with
 * this program. Endpoints stay valid from {@link #start} to {@link #close}. Thread-safe.
 */
public final class EmbeddedClickHouse implements AutoCloseable {

    private static final int START_ATTEMPTS = 3;

    private final FolderLock lock;
    private final Ports ports;
    private final Passwords passwords;
    private final Supervisor supervisor;

    private EmbeddedClickHouse(FolderLock lock, Ports ports, Passwords passwords, Supervisor supervisor) {
        this.lock = lock;
        this.ports = ports;
        this.passwords = passwords;
        this.supervisor = supervisor;
    }

    /**
     * Fetches the library if it is missing, ends a server that outlived an earlier program on the same folder, and
     * returns when the new one answers.
     *
     * @throws EmbeddedClickHouseException when it cannot run, with the reason
     */
    public static EmbeddedClickHouse start(EmbeddedClickHouseConfig config) {
        Path library = new ChdbLibrary(config.libraryDir(), config.progress()).file();
        ServerFolder folder = new ServerFolder(config.dataDir());
        FolderLock lock = FolderLock.take(folder.lockFile());
        try {
            ProcessRecord.read(folder.processFile()).ifPresent(ProcessRecord::end);
            folder.prepare();
            return startOnPorts(config, library, folder, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** A free port may be taken by somebody else between being chosen and being opened: then another one. */
    private static EmbeddedClickHouse startOnPorts(
            EmbeddedClickHouseConfig config, Path library, ServerFolder folder, FolderLock lock) {
        Passwords passwords = Passwords.random();
        for (int attempt = 1; ; attempt++) {
            Ports ports = Ports.choose(config);
            ClickHouseEndpoint startEndpoint = endpoint(ports, "default", "millrace", passwords.application());
            Supervisor supervisor = new Supervisor(
                    () -> ServerProcess.start(library, folder, ports, config.memoryBytes(), passwords, startEndpoint));
            try {
                supervisor.start();
                return new EmbeddedClickHouse(lock, ports, passwords, supervisor);
            } catch (EmbeddedClickHouseException e) {
                if (attempt == START_ATTEMPTS || !folder.lastWords().contains("Address already in use")) {
                    throw e;
                }
            }
        }
    }

    private static ClickHouseEndpoint endpoint(Ports ports, String database, String user, String password) {
        return new ClickHouseEndpoint("http://127.0.0.1:" + ports.http(), database, user, password);
    }

    /** As the application's user, in database {@code millrace}. */
    public ClickHouseEndpoint endpoint() {
        return endpoint(ports, "millrace", "millrace", passwords.application());
    }

    /** As the read-only user of people's SQL, in the database of the public views. */
    public ClickHouseEndpoint sqlEndpoint() {
        return endpoint(ports, "public", "people", passwords.people());
    }

    /** Of ClickHouse's native protocol, on loopback. */
    public int tcpPort() {
        return ports.tcp();
    }

    /** The server's process id now; another one after a restart. */
    public long pid() {
        return supervisor.pid();
    }

    public HealthCheck health() {
        return supervisor;
    }

    /** Stops the server and returns when it has ended; the data stays. */
    @Override
    public void close() {
        try {
            supervisor.close();
        } finally {
            lock.close();
        }
    }
}
