@NullMarked
package io.millrace.query.series;

import org.jspecify.annotations.NullMarked;
