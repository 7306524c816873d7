/** Groups of a result: what they are grouped by, which are shown, in what order. */
@NullMarked
package io.millrace.query.group;

import org.jspecify.annotations.NullMarked;
