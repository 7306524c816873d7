/** Messages that wait for the contact's next visit. */
@NullMarked
package io.millrace.delivery.onsite;

import org.jspecify.annotations.NullMarked;
