/** Messages by Telegram. */
@NullMarked
package io.millrace.delivery.telegram;

import org.jspecify.annotations.NullMarked;
