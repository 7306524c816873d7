package io.millrace.standalone;

import io.millrace.core.health.HealthCheck;
import io.millrace.core.settings.Env;
import io.millrace.delivery.DeliveryService;
import io.millrace.delivery.DeliverySettings;
import io.millrace.ingest.IngestServer;
import io.millrace.ingest.IngestSettings;
import io.millrace.query.QueryServer;
import io.millrace.query.QuerySettings;
import io.millrace.query.QueryStores;
import io.millrace.query.backfill.BackfillService;
import io.millrace.query.purge.RemovalService;
import io.millrace.standalone.folder.DataFolder;
import io.millrace.standalone.folder.RunFile;
import io.millrace.standalone.log.LogFile;
import io.millrace.streams.StreamClock;
import java.nio.file.Path;
import java.util.List;

/** The whole of Millrace in one process: what it is made of, in the order in which it starts. */
final class Standalone {

    private Standalone() {}

    /** Returns when an event sent now would be stored and answered for. Everything started is in {@code parts}. */
    static void start(Env env, Parts parts, Console console) throws Exception {
        StandaloneSettings settings = StandaloneSettings.from(env);
        IngestSettings ingestSettings = IngestSettings.from(env);
        QuerySettings querySettings = QuerySettings.from(env);
        DeliverySettings deliverySettings = deliverySettings(env);

        DataFolder folder = parts.own("the data folder", DataFolder.open(settings.dataDir()));
        Path log = LogFile.start(folder.logs(), settings.keys().values());
        console.line("Millrace starts; data in " + folder.path() + ", log in " + log);
        KafkaEnd.announce();
        new Preflight(settings)
                .check(folder, new WantedPorts(env, settings).with(ingestSettings, querySettings, deliverySettings));

        Stores stores = Stores.start(settings, env, folder, parts, console);
        Keys.ensure(settings, folder, stores.access(), console);
        HealthCheck disk = new DiskHealth(folder);

        parts.own("the stream's clock", StreamClock.start(stores.kafka()));
        Jobs jobs = Jobs.start(settings, env, folder, stores, parts);
        parts.own("topic trimming", Trimming.start(stores.kafka()));
        console.step("EventJob and AudienceJob are submitted to Flink at " + jobs.flinkUrl());

        List<HealthCheck> checks =
                List.of(stores.kafkaHealth(), stores.clickhouseHealth(), jobs.events(), jobs.audience(), disk);
        IngestServer ingest = parts.own(
                "ingest-api",
                IngestServer.start(ingestSettings, stores.kafka(), stores.access(), checks.subList(1, checks.size())));
        QueryServer query = parts.own(
                "query-api",
                QueryServer.start(
                        querySettings,
                        new QueryStores(
                                stores.definitions(),
                                stores.access(),
                                stores.clickhouse(),
                                stores.sqlClickhouse(),
                                stores.kafka()),
                        checks));
        parts.own("the back-fill", BackfillService.start(stores.definitions(), stores.kafka(), stores.clickhouse()));
        parts.own(
                "the removal of what is not kept",
                RemovalService.start(stores.definitions(), stores.access(), stores.clickhouse(), env));
        LinkPort linkPort = new LinkPort(folder, console);
        DeliveryService delivery = parts.own(
                "delivery",
                DeliveryService.start(
                        linkPort.settle(deliverySettings),
                        new DeliveryService.Stores(
                                stores.kafka(), stores.clickhouse(), stores.definitions(), stores.access())));
        linkPort.keep(deliverySettings, delivery.port());
        console.step("ingest-api, query-api and delivery listen");

        Readiness.await(checks);
        Places places = new Places(
                ingestSettings.host(),
                ingest.port(),
                query.port(),
                delivery.port(),
                delivery.catchesMail(),
                stores.kafka(),
                stores.clickhouse().url(),
                jobs.flinkUrl(),
                folder);
        RunFile.write(folder, places.asMap());
        parts.own("run.json", () -> RunFile.delete(folder));
        console.step("Ready");
        new Welcome(places).lines().forEach(console::line);
    }

    private static DeliverySettings deliverySettings(Env env) {
        try {
            return DeliverySettings.from(env);
        } catch (Env.InvalidSettingException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
