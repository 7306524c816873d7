/** Which events a question is about: fields, selectors and filters, and their SQL. */
@NullMarked
package io.millrace.query.filter;

import org.jspecify.annotations.NullMarked;
