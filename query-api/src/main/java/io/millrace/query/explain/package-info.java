/** Why a contact is in a segment, or is not: the engine itself, over one contact's stored history. */
@NullMarked
package io.millrace.query.explain;

import org.jspecify.annotations.NullMarked;
