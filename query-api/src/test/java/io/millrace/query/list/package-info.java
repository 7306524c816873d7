@NullMarked
package io.millrace.query.list;

import org.jspecify.annotations.NullMarked;
