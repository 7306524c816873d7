package io.millrace.standalone;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of the module map: services meet in Kafka and ClickHouse and never call one another. */
class ModuleArrowsTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.millrace");

    @Test
    void modulesUseOnlyWhatTheMapAllows() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("core")
                .definedBy("io.millrace.core..")
                .layer("streams")
                .definedBy("io.millrace.streams..")
                .layer("clickhouse")
                .definedBy("io.millrace.clickhouse..")
                .layer("render")
                .definedBy("io.millrace.render..")
                .layer("embedded")
                .definedBy("io.millrace.embedded..")
                .layer("ingest")
                .definedBy("io.millrace.ingest..")
                .layer("flink")
                .definedBy("io.millrace.flink..")
                .layer("query")
                .definedBy("io.millrace.query..")
                .layer("cli")
                .definedBy("io.millrace.cli..")
                .layer("standalone")
                .definedBy("io.millrace.standalone..")
                .whereLayer("core")
                .mayNotAccessAnyLayer()
                .whereLayer("streams")
                .mayOnlyAccessLayers("core")
                .whereLayer("clickhouse")
                .mayOnlyAccessLayers("core")
                .whereLayer("render")
                .mayOnlyAccessLayers("core", "streams")
                .whereLayer("embedded")
                .mayOnlyAccessLayers("core", "streams", "clickhouse")
                .whereLayer("ingest")
                .mayOnlyAccessLayers("core", "streams")
                .whereLayer("flink")
                .mayOnlyAccessLayers("core", "streams", "clickhouse")
                .whereLayer("query")
                .mayOnlyAccessLayers("core", "streams", "clickhouse", "render")
                .whereLayer("cli")
                .mayOnlyAccessLayers("core", "streams", "clickhouse")
                .whereLayer("standalone")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }
}
