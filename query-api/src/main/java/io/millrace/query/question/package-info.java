/** The analytics query: one body, its type decides the rest. */
@NullMarked
package io.millrace.query.question;

import org.jspecify.annotations.NullMarked;
