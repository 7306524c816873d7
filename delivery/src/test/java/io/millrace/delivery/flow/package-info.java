@NullMarked
package io.millrace.delivery.flow;

import org.jspecify.annotations.NullMarked;
