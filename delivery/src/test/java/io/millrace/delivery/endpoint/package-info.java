@NullMarked
package io.millrace.delivery.endpoint;

import org.jspecify.annotations.NullMarked;
