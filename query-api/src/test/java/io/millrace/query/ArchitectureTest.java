package io.millrace.query;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the module map, and that an API's manner knows no store. */
@AnalyzeClasses(packages = "io.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule QUERY_KNOWS_ONLY_CORE_STREAMS_AND_CLICKHOUSE = classes()
            .that()
            .resideInAPackage("io.millrace.query..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages(
                    "io.millrace.ingest..",
                    "io.millrace.flink..",
                    "io.millrace.embedded..",
                    "io.millrace.testing..",
                    "io.millrace.standalone..",
                    "io.millrace.cli..",
                    "io.millrace.clickhouse.embedded..");

    @ArchTest
    static final ArchRule NOTHING_BELOW_KNOWS_QUERY = noClasses()
            .that()
            .resideInAnyPackage("io.millrace.core..", "io.millrace.streams..", "io.millrace.clickhouse..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.millrace.query..");

    @ArchTest
    static final ArchRule CORE_KNOWS_NO_OTHER_MODULE = noClasses()
            .that()
            .resideInAPackage("io.millrace.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.millrace.streams..", "io.millrace.clickhouse..", "org.apache.kafka..");

    @ArchTest
    static final ArchRule DIALECTS_TOUCH_NO_STORE = noClasses()
            .that()
            .haveSimpleNameStartingWith("Dialect")
            .or()
            .haveFullyQualifiedName("io.millrace.query.http.Reply")
            .or()
            .haveFullyQualifiedName("io.millrace.query.http.OpenApi")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.millrace.clickhouse..", "io.millrace.streams..", "org.apache.kafka..");

    @ArchTest
    static final ArchRule QUESTIONS_ARE_READ_WITHOUT_HTTP = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.millrace.query.request..",
                    "io.millrace.query.time..",
                    "io.millrace.query.filter..",
                    "io.millrace.query.group..",
                    "io.millrace.query.series..",
                    "io.millrace.query.funnel..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.millrace.query.http..", "io.javalin..");
}
