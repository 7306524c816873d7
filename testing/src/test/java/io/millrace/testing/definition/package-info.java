/** The definitions store against a real broker; here, since {@code streams} comes before the broker. */
@org.jspecify.annotations.NullMarked
package io.millrace.testing.definition;
