/** Many events through ingest: batches, several in flight, repeated until they are taken. */
@NullMarked
package io.millrace.cli.sending;

import org.jspecify.annotations.NullMarked;
