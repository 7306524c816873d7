/** The data folder: who has it, how it is laid out, what lies where. */
@NullMarked
package io.millrace.standalone.folder;

import org.jspecify.annotations.NullMarked;
