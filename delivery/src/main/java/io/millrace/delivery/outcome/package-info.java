/** What became of each send: remembered, told as events, refused a second time. */
@NullMarked
package io.millrace.delivery.outcome;

import org.jspecify.annotations.NullMarked;
