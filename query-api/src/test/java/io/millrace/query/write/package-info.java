@NullMarked
package io.millrace.query.write;

import org.jspecify.annotations.NullMarked;
