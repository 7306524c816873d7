/** Why a contact is in a segment or a campaign, or is not: from one contact's stored history, by the engine itself. */
@NullMarked
package io.millrace.query.explain;

import org.jspecify.annotations.NullMarked;
