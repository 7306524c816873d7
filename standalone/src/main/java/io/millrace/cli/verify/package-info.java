/** The books: accepted is stored plus duplicate plus rejected. */
@NullMarked
package io.millrace.cli.verify;

import org.jspecify.annotations.NullMarked;
