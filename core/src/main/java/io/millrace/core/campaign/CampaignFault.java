package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong in a campaign's text.
 *
 * @param pointer a JSON pointer into the request
 * @param reason a word for programs: those of rules, {@code no_trigger duplicate_id unknown_node unknown_way
 *     duplicate_way unreachable loop_without_delay weights_do_not_sum unknown_segment unknown_template}
 * @param subject the node or edge in which it stands, {@code node "m"}; null if in neither
 * @param found what stands there, null if nothing does
 * @param expected what should stand there, in words
 */
public record CampaignFault(
        String pointer, String reason, @Nullable String subject, @Nullable JsonNode found, String expected) {

    private static final int FOUND_LENGTH_MAX = 200;

    /** For people: {@code node "d": expected a duration such as 30m, found 5}. */
    public String message() {
        String message = (subject == null ? "" : subject + ": ") + "expected " + expected;
        if (found == null) {
            return message;
        }
        String text = found.toString();
        return message + ", found "
                + (text.length() > FOUND_LENGTH_MAX ? text.substring(0, FOUND_LENGTH_MAX) + "…" : text);
    }
}
