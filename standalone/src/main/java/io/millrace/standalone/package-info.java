/** Everything in one run: the root command, {@code up} and what it puts together. */
@NullMarked
package io.millrace.standalone;

import org.jspecify.annotations.NullMarked;
