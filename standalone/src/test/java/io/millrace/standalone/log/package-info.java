@NullMarked
package io.millrace.standalone.log;

import org.jspecify.annotations.NullMarked;
