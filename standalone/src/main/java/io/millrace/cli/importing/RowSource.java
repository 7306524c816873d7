package io.millrace.cli.importing;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a file in order. Used by one thread. */
interface RowSource extends Closeable {

    /** The next row or unreadable lines, null at the end. */
    @Nullable
    Reading next() throws IOException;
}
