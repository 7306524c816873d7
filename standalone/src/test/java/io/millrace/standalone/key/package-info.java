@NullMarked
package io.millrace.standalone.key;

import org.jspecify.annotations.NullMarked;
