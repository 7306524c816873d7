@NullMarked
package io.millrace.cli.stack;

import org.jspecify.annotations.NullMarked;
