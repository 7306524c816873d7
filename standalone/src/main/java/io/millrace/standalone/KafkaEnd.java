package io.millrace.standalone;

import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/** Says in words why Kafka ends the process, which it does at once when its disk cannot be written any more. */
final class KafkaEnd {

    private KafkaEnd() {}

    /** Kafka knows one procedure for the whole process. */
    static void announce() {
        Exit.setHaltProcedure((status, message) -> end(status, message));
        Exit.setExitProcedure((status, message) -> end(status, message));
    }

    private static void end(int status, @Nullable String message) {
        System.err.println("millrace: Kafka ended the process"
                + (message == null ? "" : " (" + message + ")")
                + "; the reason is in the log, most often a disk that is full or cannot be written."
                + " Nothing that was acknowledged is lost.");
        Runtime.getRuntime().halt(status == 0 ? 1 : status);
    }
}
