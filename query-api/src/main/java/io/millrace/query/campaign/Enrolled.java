package io.millrace.query.campaign;

import java.util.List;

/**
 * What became of a call that enrolls contacts.
 *
 * @param each one per contact that was named, in their order
 */
record Enrolled(List<One> each) {

    /** What became of one contact. */
    enum Status {
        ENROLLED("enrolled"),
        ALREADY_ENROLLED("already_enrolled"),
        ERROR("error"),
        /** The stream has taken it, but its outcome was not known in time. */
        PENDING("pending");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /**
     * @param contact as it was named
     * @param reason why not; empty where there is no error
     */
    record One(String contact, Status status, String reason) {}

    Enrolled {
        each = List.copyOf(each);
    }

    long count(Status status) {
        return each.stream().filter(one -> one.status() == status).count();
    }

    boolean pending() {
        return count(Status.PENDING) > 0;
    }
}
