/** From a request's JSON to event records and rejected records; pure. */
@NullMarked
package io.millrace.ingest.event;

import org.jspecify.annotations.NullMarked;
