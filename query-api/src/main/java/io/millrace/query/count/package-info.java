/** How many events there were in each window of time, as EventJob counted them. */
@NullMarked
package io.millrace.query.count;

import org.jspecify.annotations.NullMarked;
