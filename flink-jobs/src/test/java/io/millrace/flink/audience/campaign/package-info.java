@org.jspecify.annotations.NullMarked
package io.millrace.flink.audience.campaign;
