@NullMarked
package io.millrace.query.time;

import org.jspecify.annotations.NullMarked;
