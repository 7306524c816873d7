/** Checked JSON as byte ranges, so that what a client wrote passes through digit for digit. */
@NullMarked
package io.millrace.ingest.json;

import org.jspecify.annotations.NullMarked;
