package io.millrace.delivery;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the module map, as far as they touch delivery. */
@AnalyzeClasses(packages = "io.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule DELIVERY_KNOWS_ONLY_CORE_STREAMS_AND_CLICKHOUSE = classes()
            .that()
            .resideInAPackage("io.millrace.delivery..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages(
                    "io.millrace.ingest..",
                    "io.millrace.flink..",
                    "io.millrace.query..",
                    "io.millrace.embedded..",
                    "io.millrace.testing..",
                    "io.millrace.standalone..",
                    "io.millrace.cli..",
                    "io.millrace.clickhouse.embedded..");

    @ArchTest
    static final ArchRule NOTHING_BELOW_KNOWS_DELIVERY = noClasses()
            .that()
            .resideInAnyPackage("io.millrace.core..", "io.millrace.streams..", "io.millrace.clickhouse..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.millrace.delivery..");
}
