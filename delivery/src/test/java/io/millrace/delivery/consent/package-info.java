@NullMarked
package io.millrace.delivery.consent;

import org.jspecify.annotations.NullMarked;
