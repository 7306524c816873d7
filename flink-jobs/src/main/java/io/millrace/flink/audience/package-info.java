/** AudienceJob: identity, contacts and segments, from topic {@code events} to transitions and projections. */
@NullMarked
package io.millrace.flink.audience;

import org.jspecify.annotations.NullMarked;
