package io.millrace.testing;

import org.testcontainers.DockerClientFactory;

/** Where the services of a test run come from; system property {@code millrace.test.services} decides. */
enum ServiceKind {
    /** Those that {@code ./millrace up} brings along. */
    EMBEDDED,
    /** The official images, which need a Docker engine. */
    CONTAINERS;

    static final String PROPERTY = "millrace.test.services";
    static final String NO_DOCKER = "no Docker engine answers on this machine";

    static ServiceKind ofThisRun() {
        String found = System.getProperty(PROPERTY, "embedded");
        return switch (found) {
            case "embedded" -> EMBEDDED;
            case "containers" -> CONTAINERS;
            default ->
                throw new IllegalArgumentException(
                        PROPERTY + ": found \"" + found + "\", expected embedded or containers");
        };
    }

    static boolean dockerAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }
}
