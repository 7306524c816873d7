package io.millrace.query.audience;

/**
 * A set of contacts.
 *
 * @param select a statement whose rows are contacts
 * @param those whether those are meant, or all others
 */
record Contacts(String select, boolean those) {

    Contacts others() {
        return new Contacts(select, !those);
    }

    /** Whether column {@code contact} is among them. */
    String sql() {
        return "(contact " + (those ? "IN" : "NOT IN") + " (" + select + "))";
    }
}
