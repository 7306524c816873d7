/** Single messages: what became of each, how one would read, and sending one by itself. */
@NullMarked
package io.millrace.query.message;

import org.jspecify.annotations.NullMarked;
