/** Reading a request body: every fault is found and named. */
@NullMarked
package io.millrace.query.request;

import org.jspecify.annotations.NullMarked;
