/** The table of routes and what is made from it: the server, the dialects' envelopes, the OpenAPI document. */
@NullMarked
package io.millrace.query.http;

import org.jspecify.annotations.NullMarked;
