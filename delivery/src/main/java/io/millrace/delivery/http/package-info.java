/** What mailboxes, browsers and mail providers call. */
@NullMarked
package io.millrace.delivery.http;

import org.jspecify.annotations.NullMarked;
