@NullMarked
package io.millrace.query.purge;

import org.jspecify.annotations.NullMarked;
