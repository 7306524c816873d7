/** Paths: which event follows which within a session. */
@NullMarked
package io.millrace.query.path;

import org.jspecify.annotations.NullMarked;
