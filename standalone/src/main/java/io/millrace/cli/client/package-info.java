/** Where the instance is, which keys open it, and HTTP to its two services. */
@NullMarked
package io.millrace.cli.client;

import org.jspecify.annotations.NullMarked;
