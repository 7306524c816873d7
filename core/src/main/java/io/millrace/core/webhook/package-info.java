/** What endpoints of webhooks may ask for and what they are told, without a word of how it is carried there. */
@NullMarked
package io.millrace.core.webhook;

import org.jspecify.annotations.NullMarked;
