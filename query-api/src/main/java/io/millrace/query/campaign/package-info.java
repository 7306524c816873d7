/** Campaigns over HTTP: one set of operations on their definitions, and each API's way to speak of them. */
@NullMarked
package io.millrace.query.campaign;

import org.jspecify.annotations.NullMarked;
