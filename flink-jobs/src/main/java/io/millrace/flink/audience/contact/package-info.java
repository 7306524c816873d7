/** The contact stage of AudienceJob: one state machine per contact, fed in order of arrival. */
@NullMarked
package io.millrace.flink.audience.contact;

import org.jspecify.annotations.NullMarked;
