/** The first workspace and its first keys. */
@NullMarked
package io.millrace.standalone.key;

import org.jspecify.annotations.NullMarked;
