/** Made-up campaigns. */
@NullMarked
package io.millrace.testing.campaign;

import org.jspecify.annotations.NullMarked;
