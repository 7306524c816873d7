/** The people behind a number: listed, exported and kept as a segment. */
@NullMarked
package io.millrace.query.people;

import org.jspecify.annotations.NullMarked;
