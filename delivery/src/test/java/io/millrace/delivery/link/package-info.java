@NullMarked
package io.millrace.delivery.link;

import org.jspecify.annotations.NullMarked;
