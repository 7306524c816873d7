@NullMarked
package io.millrace.query.live;

import org.jspecify.annotations.NullMarked;
