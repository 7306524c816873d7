/** A believable shop, the same for everybody who gives the same seed. */
@NullMarked
package io.millrace.cli.demo;

import org.jspecify.annotations.NullMarked;
