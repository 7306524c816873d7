/** Whose an event is: how stored rows find the contact that their person belongs to now. */
@NullMarked
package io.millrace.query.identity;

import org.jspecify.annotations.NullMarked;
