/** Segments over HTTP: definitions, members, changes, estimates and explanations. */
@NullMarked
package io.millrace.query.segment;

import org.jspecify.annotations.NullMarked;
