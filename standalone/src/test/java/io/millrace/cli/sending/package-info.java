@NullMarked
package io.millrace.cli.sending;

import org.jspecify.annotations.NullMarked;
