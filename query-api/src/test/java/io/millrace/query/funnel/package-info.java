@NullMarked
package io.millrace.query.funnel;

import org.jspecify.annotations.NullMarked;
