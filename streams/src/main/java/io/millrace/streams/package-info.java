/** Topics and how they are written. */
@NullMarked
package io.millrace.streams;

import org.jspecify.annotations.NullMarked;
