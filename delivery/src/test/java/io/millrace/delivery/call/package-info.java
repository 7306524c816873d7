@NullMarked
package io.millrace.delivery.call;

import org.jspecify.annotations.NullMarked;
