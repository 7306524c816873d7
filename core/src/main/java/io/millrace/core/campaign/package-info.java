/** Campaigns: the canonical graph and its settings, as values and as JSON, and the forms that other APIs give it. */
@NullMarked
package io.millrace.core.campaign;

import org.jspecify.annotations.NullMarked;
