@NullMarked
package io.millrace.query.simulate;

import org.jspecify.annotations.NullMarked;
