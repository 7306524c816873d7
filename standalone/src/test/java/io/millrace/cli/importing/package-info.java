@NullMarked
package io.millrace.cli.importing;

import org.jspecify.annotations.NullMarked;
