/** Liquid: what a message says to one contact, within bounds. */
@NullMarked
package io.millrace.render;

import org.jspecify.annotations.NullMarked;
