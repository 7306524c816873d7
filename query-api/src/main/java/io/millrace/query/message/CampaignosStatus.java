package io.millrace.query.message;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The one status that CampaignOS gives a message: what the person did with it, else how its delivery went. Skipped sends are
 * no messages there.
 */
final class CampaignosStatus {

    static final List<String> ALL =
            List.of("QUEUED", "SENDING", "SENT", "DELIVERED", "OPENED", "CLICKED", "BOUNCED", "FAILED", "UNSUBSCRIBED");

    /** Over columns of {@link MessageSql#messages}; constants of ours alone. */
    private static final String STATUS =
            """
            multiIf(unsubscribed_at > 0, 'UNSUBSCRIBED', clicked_at > 0, 'CLICKED', opened_at > 0, 'OPENED',
              status = 'pending', 'QUEUED', upper(status))""";

    private CampaignosStatus() {}

    static String of(MessageRow row) {
        if (row.instant("unsubscribed_at") > 0) {
            return "UNSUBSCRIBED";
        }
        if (row.instant("clicked_at") > 0) {
            return "CLICKED";
        }
        if (row.instant("opened_at") > 0) {
            return "OPENED";
        }
        String status = row.text("status");
        return status.equals("pending") ? "QUEUED" : status.toUpperCase(Locale.ROOT);
    }

    /** What a statement adds to its conditions. */
    static String condition(Optional<String> status) {
        String messages = " AND status NOT IN ('skipped', 'noted')";
        return status.filter(ALL::contains)
                .map(one -> messages + " AND " + STATUS + " = '" + one + "'")
                .orElse(messages);
    }
}
