package io.millrace.query.saved;

import io.millrace.core.definition.SavedQuery;
import io.millrace.query.list.CreatedPage;

/**
 * A saved query as it stands in the definitions.
 *
 * @param version grows with every edit
 */
record SavedVersion(SavedQuery saved, long version) {

    /** Its place in lists, see {@link CreatedPage}. */
    String place() {
        return CreatedPage.place(saved.createdAt(), saved.id());
    }
}
