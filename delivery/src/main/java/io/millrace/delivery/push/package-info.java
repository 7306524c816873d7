/** Messages by web push: RFC 8030, encrypted by RFC 8291, signed by RFC 8292. */
@NullMarked
package io.millrace.delivery.push;

import org.jspecify.annotations.NullMarked;
