package io.millrace.testing;

import java.io.IOException;

/** Ends a service and deletes what it left. */
@FunctionalInterface
interface Stop {
    void run() throws IOException;
}
