@NullMarked
package io.millrace.core.webhook;

import org.jspecify.annotations.NullMarked;
