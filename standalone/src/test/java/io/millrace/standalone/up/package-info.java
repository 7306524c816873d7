/** {@code up} as a person has it: a process of its own, spoken to over HTTP and by signals. */
@NullMarked
package io.millrace.standalone.up;

import org.jspecify.annotations.NullMarked;
