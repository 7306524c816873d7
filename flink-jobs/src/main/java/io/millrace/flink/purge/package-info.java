/** Keeps rows of purged contacts from coming back with a replay: what is inserted is compared with table purges. */
@NullMarked
package io.millrace.flink.purge;

import org.jspecify.annotations.NullMarked;
