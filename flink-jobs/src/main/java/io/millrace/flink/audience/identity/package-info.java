/** The front half of AudienceJob: copies, links, aliases and merges, up to the contact that each record belongs to. */
@NullMarked
package io.millrace.flink.audience.identity;

import org.jspecify.annotations.NullMarked;
