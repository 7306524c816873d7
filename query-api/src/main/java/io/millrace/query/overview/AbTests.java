package io.millrace.query.overview;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.query.time.TimeRange;

/** What became of the messages of each variant of a campaign's A/B tests. */
public interface AbTests {

    /** {@code [{"id", "name", "variants": [{"name", "sent", "opened"}]}]}, of messages that began in the range. */
    ArrayNode of(String workspace, String campaign, TimeRange range);
}
