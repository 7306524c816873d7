@NullMarked
package io.millrace.query.backfill;

import org.jspecify.annotations.NullMarked;
