@NullMarked
package io.millrace.cli.tail;

import org.jspecify.annotations.NullMarked;
