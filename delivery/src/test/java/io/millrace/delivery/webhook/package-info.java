@NullMarked
package io.millrace.delivery.webhook;

import org.jspecify.annotations.NullMarked;
