/** Whether a part could do its work right now. */
@NullMarked
package io.millrace.core.health;

import org.jspecify.annotations.NullMarked;
