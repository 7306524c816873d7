@NullMarked
package io.millrace.query.audience;

import org.jspecify.annotations.NullMarked;
