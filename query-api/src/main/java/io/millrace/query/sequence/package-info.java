/** A contact's events in the order in which they happened. */
@NullMarked
package io.millrace.query.sequence;

import org.jspecify.annotations.NullMarked;
