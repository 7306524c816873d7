package io.millrace.standalone;

import io.millrace.standalone.key.FirstKey;
import io.millrace.standalone.key.FirstKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words at the end of a start: where everything is, the keys while they can be shown, something to try. */
final class Welcome {

    private final Places places;
    private final FirstKeys.Outcome keys;

    Welcome(Places places, FirstKeys.Outcome keys) {
        this.places = places;
        this.keys = keys;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  Events go to     " + places.ingestUrl());
        lines.add("  Questions go to  " + places.apiUrl());
        lines.add("  API documents    " + places.docsUrl());
        lines.add("  Flink            " + places.flinkUrl());
        lines.add("  Kafka            " + places.kafka());
        lines.add("  ClickHouse       " + places.clickhouseUrl());
        lines.add("  Data             " + places.folder().path());
        addKeys(lines);
        lines.add("");
        lines.add("Send an event, and see it:");
        lines.add("");
        lines.add("  curl -u " + shown(FirstKey.WRITE) + ": " + places.ingestUrl() + "/v1/track \\");
        lines.add("    -d '{\"userId\":\"ada\",\"event\":\"Hello\",\"properties\":{\"from\":\"curl\"}}'");
        lines.add("  curl -H \"Authorization: Bearer " + shown(FirstKey.SECRET) + "\" " + places.apiUrl()
                + "/v1/analytics/events");
        lines.add("");
        lines.add("Ctrl-C stops everything; ./millrace up goes on where it stopped.");
        return lines;
    }

    private void addKeys(List<String> lines) {
        if (keys.madeUp().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("Keys of workspace \"" + keys.workspace().slug()
                + "\", shown this once (commands on this machine find");
        lines.add("them in " + places.folder().path().resolve("keys.json") + ", which only you can read):");
        lines.add("");
        for (FirstKey key : FirstKey.values()) {
            String secret = keys.madeUp().get(key);
            if (secret != null) {
                lines.add(String.format(Locale.ROOT, "  %-20s %s", key.setting(), secret));
            }
        }
    }

    /** A key that is not to be shown stands as the name of its setting, which the shell puts in. */
    private String shown(FirstKey key) {
        String secret = keys.madeUp().get(key);
        return secret == null ? "$" + key.setting() : secret;
    }
}
