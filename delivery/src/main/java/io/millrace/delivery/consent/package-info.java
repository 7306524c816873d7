/** Whether a message may still go, judged as it leaves. */
@NullMarked
package io.millrace.delivery.consent;

import org.jspecify.annotations.NullMarked;
