/** The links within messages, signed so that nobody can make others. */
@NullMarked
package io.millrace.delivery.link;

import org.jspecify.annotations.NullMarked;
