package io.millrace.query.backtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.backtest.BacktestCounts;
import io.millrace.core.backtest.BacktestResult;
import io.millrace.core.campaign.Channel;
import io.millrace.core.campaign.engine.ExitReason;
import io.millrace.core.campaign.engine.SkipReason;
import io.millrace.query.request.Json;
import java.util.ArrayList;
import java.util.List;

/** What came of a backtest, as it is answered. */
final class BacktestJson {

    private BacktestJson() {}

    static ObjectNode of(BacktestResult result) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("contacts", result.contacts()).put("waiting", result.waiting());
        json.set("totals", counts(Json.MAPPER.createObjectNode(), result.totals()));
        ArrayNode days = json.putArray("days");
        result.days().forEach((day, counts) -> counts(days.addObject().put("date", day.toString()), counts));
        return json;
    }

    private static ObjectNode counts(ObjectNode json, BacktestCounts counts) {
        json.put("entries", counts.entries()).put("sent", counts.sent());
        ObjectNode sends = json.putObject("sends");
        for (Channel channel : Channel.values()) {
            sends.put(channel.text(), counts.sends().getOrDefault(channel, 0L));
        }
        ObjectNode skipped = json.putObject("skipped");
        for (SkipReason reason : SkipReason.values()) {
            skipped.put(reason.text(), counts.skipped(reason));
        }
        json.put("cap_hits", counts.skipped(SkipReason.FREQUENCY_CAP));
        json.put("quiet_hours_held", counts.heldByQuietHours());
        json.put("quiet_hours_dropped", counts.skipped(SkipReason.QUIET_HOURS_DROPPED));
        json.put("limit_waits", counts.waitedForSlot());
        json.put("calls", counts.calls()).put("conversions", counts.conversions());
        ObjectNode exits = json.putObject("exits");
        for (ExitReason reason : ExitReason.values()) {
            exits.put(reason.text(), counts.exits().getOrDefault(reason, 0L));
        }
        return json;
    }

    /** The columns of days, those of objects in them by both names: {@code sends_email}. */
    static List<String> csvHeader(JsonNode days) {
        List<String> header = new ArrayList<>();
        if (!days.isEmpty()) {
            days.get(0).properties().forEach(field -> {
                if (field.getValue().isObject()) {
                    field.getValue().fieldNames().forEachRemaining(name -> header.add(field.getKey() + "_" + name));
                } else {
                    header.add(field.getKey());
                }
            });
        }
        return header;
    }

    static List<List<String>> csvRows(JsonNode days) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode day : days) {
            List<String> row = new ArrayList<>();
            for (JsonNode value : day) {
                if (value.isObject()) {
                    value.forEach(part -> row.add(part.asText()));
                } else {
                    row.add(value.asText());
                }
            }
            rows.add(row);
        }
        return rows;
    }
}
