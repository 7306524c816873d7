package io.millrace.standalone;

import io.millrace.core.health.HealthCheck;
import io.millrace.core.settings.Env;
import io.millrace.flink.EventJobConfig;
import io.millrace.flink.LocalFlink;
import io.millrace.flink.LocalFlinkConfig;
import io.millrace.ingest.IngestServer;
import io.millrace.ingest.IngestSettings;
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
    static void start(Env env, Parts parts, Console console) throws Exception {
        StandaloneSettings settings = StandaloneSettings.from(env);
        IngestSettings ingestSettings = IngestSettings.from(env);

        DataFolder folder = parts.own("the data folder", DataFolder.open(settings.dataDir()));
        Path log = LogFile.start(folder.logs(), settings.keys().values());
        console.line("Millrace starts; data in " + folder.path() + ", log in " + log);
        new Preflight(settings).check(folder, WantedPorts.of(env, settings));

        Stores stores = Stores.start(settings, env, folder, parts, console);
        FirstKeys.Outcome keys = Keys.ensure(settings, folder, stores.access());
        HealthCheck disk = new DiskHealth(folder);

        LocalFlinkConfig flinkConfig = LocalFlinkConfig.from(env, folder.flink());
        EventJobConfig job = EventJobConfig.from(env, stores.kafka(), stores.clickhouse(), flinkConfig.spill());
        LocalFlink flink = parts.own("EventJob", LocalFlink.start(flinkConfig, job));
        parts.own("topic trimming", Trimming.start(stores.kafka()));
        console.step("EventJob is submitted to Flink");

        List<HealthCheck> checks = List.of(stores.kafkaHealth(), stores.clickhouseHealth(), flink.health(), disk);
        IngestServer ingest = parts.own(
                "ingest-api",
                IngestServer.start(ingestSettings, stores.kafka(), stores.access(), checks.subList(1, checks.size())));
        console.step("ingest-api and query-api listen");

        Readiness.await(checks);
        Places places = new Places(
                settings.host(),
                ingest.port(),
                2,
                stores.kafka(),
                stores.clickhouse().url(),
                flink.webAddress(),
                folder);
        RunFile.write(folder, places.asMap());
        parts.own("run.json", () -> RunFile.delete(folder));
        console.step("Ready");
        new Welcome(places, keys).lines().forEach(console::line);
    }
}
