@NullMarked
package io.millrace.ingest.event;

import org.jspecify.annotations.NullMarked;
