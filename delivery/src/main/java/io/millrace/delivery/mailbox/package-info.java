/** A mail server that keeps what it is given, for people to look at. */
@NullMarked
package io.millrace.delivery.mailbox;

import org.jspecify.annotations.NullMarked;
