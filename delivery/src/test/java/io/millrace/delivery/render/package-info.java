@NullMarked
package io.millrace.delivery.render;

import org.jspecify.annotations.NullMarked;
