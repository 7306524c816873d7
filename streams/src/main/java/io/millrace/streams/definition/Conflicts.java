package io.millrace.streams.definition;

import io.millrace.streams.definition.Definitions.VersionConflictException;
import java.util.function.Supplier;

/** Edits that read, change and write again when somebody else's edit came in between. */
public final class Conflicts {

    private static final int ATTEMPTS = 10;

    private Conflicts() {}

    /**
     * Runs an edit that reads what it changes; after a conflict again, up to ten times.
     *
     * @throws VersionConflictException if there was a conflict every time
     */
    public static <T> T retried(Supplier<T> edit) {
        for (int attempt = 1; ; attempt++) {
            try {
                return edit.get();
            } catch (VersionConflictException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
