@NullMarked
package io.millrace.flink.audience.contact;

import org.jspecify.annotations.NullMarked;
