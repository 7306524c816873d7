/** Who is new, who returns, who came back and who stays away. */
@NullMarked
package io.millrace.query.lifecycle;

import org.jspecify.annotations.NullMarked;
