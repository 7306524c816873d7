/** Events as they come, with what became of them, as server-sent events. */
@NullMarked
package io.millrace.query.live;

import org.jspecify.annotations.NullMarked;
