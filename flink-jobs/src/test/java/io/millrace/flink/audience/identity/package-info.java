@NullMarked
package io.millrace.flink.audience.identity;

import org.jspecify.annotations.NullMarked;
