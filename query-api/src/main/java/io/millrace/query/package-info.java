/** The query service: analytics and management over HTTP. */
@NullMarked
package io.millrace.query;

import org.jspecify.annotations.NullMarked;
