package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.request.Json;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Windowed counts over HTTP, from rows as the job writes them; now is noon of 15 March 2026, lateness five minutes. */
class EventCountsIT {

    private static final String COUNTS = "/v1/analytics/event-counts";

    private final Api api = Api.start(ZoneId.of("Asia/Kolkata"));

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void deltasAreSummedIntoWindowsOfLocalTime() {
        // Kolkata is 5:30 ahead: its hours begin at half past.
        count("signup", "track", "2026-03-15T10:29:00Z", 1, 0);
        count("signup", "track", "2026-03-15T10:30:00Z", 2, 0);
        count("signup", "track", "2026-03-15T10:30:00Z", 3, 1);
        count("signup", "track", "2026-03-15T11:29:00Z", 0, 4);
        count("login", "track", "2026-03-15T11:00:00Z", 7, 0);
        count("", "identify", "2026-03-15T11:00:00Z", 9, 0);
        count("message_sent", "track", "2026-03-15T11:00:00Z", 9, 0);

        JsonNode answer = get("?event=signup&from=2026-03-15T16:00:00&to=2026-03-15T17:29:59");
        assertThat(answer.toString())
                .isEqualTo("{\"window\":\"hour\",\"timezone\":\"Asia/Kolkata\",\"from\":\"2026-03-15T16:00:00\","
                        + "\"to\":\"2026-03-15T17:29:59\",\"allowed_lateness_seconds\":300,\"data\":["
                        + "{\"date\":\"2026-03-15T16:00:00+05:30\",\"window_start\":\"2026-03-15T10:30:00.000Z\","
                        + "\"window_end\":\"2026-03-15T11:30:00.000Z\",\"count\":10,\"on_time\":5,\"late\":5,\"closed\":true},"
                        + "{\"date\":\"2026-03-15T17:00:00+05:30\",\"window_start\":\"2026-03-15T11:30:00.000Z\","
                        + "\"window_end\":\"2026-03-15T11:59:59.001Z\",\"count\":0,\"on_time\":0,\"late\":0,\"closed\":false}],"
                        + "\"total\":10}");
        assertThat(get("?window=day&from=2026-03-15&to=2026-03-15")
                        .path("total")
                        .asLong())
                .isEqualTo(18);
    }

    @Test
    void aMinuteBelongsToTheRangeInWhichItBegins() {
        count("tick", "track", "2026-03-15T10:00:00Z", 1, 0);
        count("tick", "track", "2026-03-15T10:01:00Z", 10, 0);
        count("tick", "track", "2026-03-15T10:02:00Z", 100, 0);

        assertThat(get("?window=minute&from=2026-03-15T10:00:00.001Z&to=2026-03-15T10:01:59.999Z")
                        .path("total")
                        .asLong())
                .isEqualTo(10);
        assertThat(get("?window=minute&from=2026-03-15T10:00:00Z&to=2026-03-15T10:02:00Z")
                        .path("total")
                        .asLong())
                .isEqualTo(111);
        assertThat(get("?window=minute").path("data")).hasSize(60);
        assertThat(get("").path("data")).hasSizeBetween(24, 25);
    }

    @Test
    void eachNameMayHaveRowsOfItsOwn() {
        count("b", "track", "2026-03-15T10:00:00Z", 1, 0);
        count("page", "page", "2026-03-15T10:00:00Z", 2, 0);
        count("page", "track", "2026-03-15T10:01:00Z", 3, 1);
        String query = "?group_by=event&window=day&from=2026-03-14&to=2026-03-15";

        assertThat(get(query).path("data")).hasSize(2);
        assertThat(api.get(COUNTS + query + "&format=csv", api.secretKey).body())
                .isEqualTo("date,window_start,window_end,event,count,on_time,late,closed\r\n"
                        + "2026-03-15,2026-03-14T18:30:00.000Z,2026-03-15T18:30:00.000Z,b,1,1,0,false\r\n"
                        + "2026-03-15,2026-03-14T18:30:00.000Z,2026-03-15T18:30:00.000Z,page,6,5,1,false\r\n");
        assertThat(Api.texts(
                        api.json(400, api.get(COUNTS + "?window=week&group_by=x&from=soon", api.secretKey))
                                .path("error")
                                .path("details"),
                        "field"))
                .containsExactly("window", "group_by", "from");
    }

    private void count(String event, String type, String minute, long onTime, long late) {
        ObjectNode row = Json.MAPPER
                .createObjectNode()
                .put("workspace", api.workspace.id())
                .put("event", event)
                .put("type", type)
                .put("minute", Api.clickhouseTime(minute))
                .put("on_time", onTime)
                .put("late", late);
        api.insert("event_counts", List.of(row));
    }

    private JsonNode get(String parameters) {
        return api.json(200, api.get(COUNTS + parameters, api.secretKey));
    }
}
