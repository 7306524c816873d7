@NullMarked
package io.millrace.query.http;

import org.jspecify.annotations.NullMarked;
