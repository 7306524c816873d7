package io.millrace.standalone;

import io.millrace.core.health.HealthCheck;
import io.millrace.core.settings.Env;
import io.millrace.flink.EventJobConfig;
import io.millrace.flink.LocalFlink;
import io.millrace.flink.LocalFlinkConfig;
import io.millrace.ingest.IngestServer;
import io.millrace.ingest.IngestSettings;
import io.millrace.query.QueryServer;
import io.millrace.query.QuerySettings;
import io.millrace.standalone.folder.DataFolder;
import io.millrace.standalone.folder.RunFile;
import io.millrace.standalone.key.FirstKeys;
import io.millrace.standalone.log.LogFile;
import java.nio.file.Path;
import java.util.List;

/** The whole of Millrace in one process: what it is made of, in the order in which it starts. */
final class Standalone {

    private Standalone() {}

    /** Returns when an event sent now would be stored and answered for. Everything started is in {@code parts}. */
    static void start(Env env, Parts parts, Console console) {
        StandaloneSettings settings = StandaloneSettings.from(env);
        IngestSettings ingestSettings = IngestSettings.from(env);
        QuerySettings querySettings = QuerySettings.from(env);

        DataFolder folder = parts.own("the data folder", DataFolder.open(settings.dataDir()));
        Path log = LogFile.start(folder.logs(), settings.keys().values());
        console.line("Millrace starts; data in " + folder.path() + ", log in " + log);
        new Preflight(settings).check(folder, WantedPorts.of(env, settings));

        Stores stores = Stores.start(settings, env, folder, parts, console);
        FirstKeys.Outcome keys = Keys.ensure(settings, folder, stores.access());
        HealthCheck disk = new DiskHealth(folder);

        LocalFlink flink = startFlink(env, folder, stores, parts);
        parts.own("topic trimming", Trimming.start(stores.kafka()));
        console.step("EventJob is submitted to Flink");

        List<HealthCheck> checks = stores.checksWith(flink.health(), disk);
        IngestServer ingest = parts.own(
                "ingest-api", IngestServer.start(ingestSettings, stores.kafka(), stores.access(), checks));
        QueryServer query = parts.own(
                "query-api",
                QueryServer.start(
                        querySettings, stores.access(), stores.clickhouse(), stores.sqlClickhouse(), checks));
        console.step("ingest-api and query-api listen");

        Readiness.await(checks);
        Places places = new Places(settings.host(), ingest.port(), query.port(), stores, folder, flinkPages(flink));
        RunFile.write(folder, places.asMap());
        parts.own("run.json", () -> RunFile.delete(folder));
        new Welcome(places, keys, settings).print(console);
    }

    private static LocalFlink startFlink(Env env, DataFolder folder, Stores stores, Parts parts) {
        LocalFlinkConfig config = LocalFlinkConfig.from(env, folder.flink());
        EventJobConfig job = EventJobConfig.from(env, stores.kafka(), stores.clickhouse(), config.spill());
        try {
            return parts.own("EventJob", LocalFlink.start(config, job));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new StartFailure("Flink did not start: " + e + "; the log says more.", e);
        }
    }
}
