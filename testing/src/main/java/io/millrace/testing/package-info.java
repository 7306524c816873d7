/** What integration tests stand on: real services, started once per test run. */
@NullMarked
package io.millrace.testing;

import org.jspecify.annotations.NullMarked;
