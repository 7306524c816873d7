@NullMarked
package io.millrace.delivery.outcome;

import org.jspecify.annotations.NullMarked;
