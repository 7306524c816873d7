/** Segment rules over what is stored: the same tree that the engine judges live, as SQL, as of any instant. */
@NullMarked
package io.millrace.query.audience;

import org.jspecify.annotations.NullMarked;
