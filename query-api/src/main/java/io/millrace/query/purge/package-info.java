/** Removes the rows of deleted contacts, and those that are older than their workspace keeps. */
@NullMarked
package io.millrace.query.purge;

import org.jspecify.annotations.NullMarked;
