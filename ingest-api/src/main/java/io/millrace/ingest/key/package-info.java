/** Who may write: finding the write key of a request and judging it. */
@NullMarked
package io.millrace.ingest.key;

import org.jspecify.annotations.NullMarked;
