package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.overview.Messages;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What became of the messages of each campaign, ever. Thread-safe. */
final class CampaignNumbers {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    CampaignNumbers(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /** Messages, each once in every number it belongs to. */
    record Numbers(
            long sent, long delivered, long opened, long clicked, long replied, long bounced, long unsubscribed) {

        static final Numbers NONE = new Numbers(0, 0, 0, 0, 0, 0, 0);

        /** A fraction; 0 where the divisor is 0. */
        static double rate(long part, long divisor) {
            return divisor == 0 ? 0 : part / (double) divisor;
        }
    }

    Numbers of(String workspace, String campaign) {
        return read(workspace, Optional.of(campaign)).getOrDefault(campaign, Numbers.NONE);
    }

    /** By campaign; one that sent nothing is not in it. */
    Map<String, Numbers> all(String workspace) {
        return read(workspace, Optional.empty());
    }

    private Map<String, Numbers> read(String workspace, Optional<String> campaign) {
        SqlValues values = new SqlValues();
        String text =
                """
                SELECT campaign, countIf(is_sent) AS sent, countIf(is_delivered) AS delivered,
                  countIf(is_opened) AS opened, countIf(is_clicked) AS clicked, countIf(is_replied) AS replied,
                  countIf(is_bounced) AS bounced, countIf(is_unsubscribed) AS unsubscribed
                FROM %s
                WHERE campaign != ''
                GROUP BY campaign
                """
                        .formatted(Messages.sql(workspace, campaign, values));
        Map<String, Numbers> all = new HashMap<>();
        for (JsonNode row : client.rows(values.sql(text), bounds)) {
            all.put(
                    row.path("campaign").asText(),
                    new Numbers(
                            row.path("sent").asLong(),
                            row.path("delivered").asLong(),
                            row.path("opened").asLong(),
                            row.path("clicked").asLong(),
                            row.path("replied").asLong(),
                            row.path("bounced").asLong(),
                            row.path("unsubscribed").asLong()));
        }
        return all;
    }
}
