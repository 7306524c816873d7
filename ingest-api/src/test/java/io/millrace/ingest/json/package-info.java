@NullMarked
package io.millrace.ingest.json;

import org.jspecify.annotations.NullMarked;
