@NullMarked
package io.millrace.testing;

import org.jspecify.annotations.NullMarked;
