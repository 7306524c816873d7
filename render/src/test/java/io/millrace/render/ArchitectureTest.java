package io.millrace.render;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who previews a message and who sends it may both use this, so it needs nothing of either. */
@AnalyzeClasses(packages = "io.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule TEMPLATES_ARE_RENDERED_WITHOUT_NETWORK_AND_STORES = noClasses()
            .that()
            .resideInAPackage("io.millrace.render..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.millrace.delivery..",
                    "io.millrace.query..",
                    "org.apache.kafka..",
                    "io.millrace.clickhouse..",
                    "io.javalin..",
                    "java.net..");
}
