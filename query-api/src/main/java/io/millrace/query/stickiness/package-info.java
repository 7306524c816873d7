/** In how many intervals contacts are active. */
@NullMarked
package io.millrace.query.stickiness;

import org.jspecify.annotations.NullMarked;
