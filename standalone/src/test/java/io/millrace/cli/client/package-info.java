@NullMarked
package io.millrace.cli.client;

import org.jspecify.annotations.NullMarked;
