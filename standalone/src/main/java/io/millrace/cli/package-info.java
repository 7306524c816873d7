/** The commands of the command line that talk to a running instance like any other client. */
@NullMarked
package io.millrace.cli;

import org.jspecify.annotations.NullMarked;
