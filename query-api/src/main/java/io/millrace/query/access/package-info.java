/** Workspaces and API keys over HTTP. */
@NullMarked
package io.millrace.query.access;

import org.jspecify.annotations.NullMarked;
