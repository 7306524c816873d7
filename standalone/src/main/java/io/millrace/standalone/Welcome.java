package io.millrace.standalone;

import java.util.ArrayList;
import java.util.List;

/** The words at the end of a start: where everything is, something to try. */
final class Welcome {

    private final Places places;

    Welcome(Places places) {
        this.places = places;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  Events go to     " + places.ingestUrl());
        lines.add("  Questions go to  " + places.apiUrl());
        lines.add("  API documents    " + places.docsUrl());
        if (places.catchesMail()) {
            lines.add("  Mail is caught   " + places.mailboxUrl());
        }
        lines.add("  Flink            " + places.flinkUrl());
        lines.add("  Kafka            " + places.kafka());
        lines.add("  ClickHouse       " + places.clickhouseUrl());
        lines.add("  Data             " + places.folder().path());
        lines.add("");
        lines.add("Send an event, and see it:");
        lines.add("");
        lines.add("  curl -u \"$MILLRACE_WRITE_KEY:\" " + places.ingestUrl() + "/v1/track \\");
        lines.add("    -d '{\"userId\":\"ada\",\"event\":\"Hello\",\"properties\":{\"from\":\"curl\"}}'");
        lines.add(
                "  curl -H \"Authorization: Bearer $MILLRACE_SECRET_KEY\" " + places.apiUrl() + "/v1/analytics/events");
        lines.add("");
        lines.add("Ctrl-C stops everything; ./millrace up goes on where it stopped.");
        return lines;
    }
}
