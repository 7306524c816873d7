@NullMarked
package io.millrace.delivery;

import org.jspecify.annotations.NullMarked;
