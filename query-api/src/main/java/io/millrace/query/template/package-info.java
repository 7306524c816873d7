/** Content of messages over HTTP: kept, checked and shown. */
@NullMarked
package io.millrace.query.template;

import org.jspecify.annotations.NullMarked;
