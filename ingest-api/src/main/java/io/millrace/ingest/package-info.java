/** The door: HTTP as Segment's SDKs speak it, in front of Kafka. */
@NullMarked
package io.millrace.ingest;

import org.jspecify.annotations.NullMarked;
