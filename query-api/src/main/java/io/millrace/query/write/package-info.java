/** Changes of contacts as records in the stream, and what became of them. */
@NullMarked
package io.millrace.query.write;

import org.jspecify.annotations.NullMarked;
