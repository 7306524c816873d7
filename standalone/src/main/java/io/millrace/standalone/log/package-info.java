/** The log file: rolling, with keys blotted out. */
@NullMarked
package io.millrace.standalone.log;

import org.jspecify.annotations.NullMarked;
