/** Files of rows into events, batches and requests, with a way back to the line of each row. */
@NullMarked
package io.millrace.cli.importing;

import org.jspecify.annotations.NullMarked;
