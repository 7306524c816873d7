/** The service that turns sends into messages and what happens to them into events. */
@NullMarked
package io.millrace.delivery;

import org.jspecify.annotations.NullMarked;
