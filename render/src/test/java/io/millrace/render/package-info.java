@NullMarked
package io.millrace.render;

import org.jspecify.annotations.NullMarked;
