package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.clickhouse.Sql;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A statement ends in ClickHouse soon after its client has closed the connection. */
class CancelIT {

    @Test
    void aStatementEndsWhenItsClientLeaves() throws Exception {
        try (Api api = Api.start();
                Socket client = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            String mark = "left_" + api.workspace.slug().replace('-', '_');
            String body = "{\"query\":\"SELECT max(sipHash64(number)) AS " + mark + " FROM numbers(100000000000)\"}";
            client.getOutputStream()
                    .write(("POST /v1/sql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Authorization: Bearer " + api.secretKey + "\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            await().atMost(Duration.ofSeconds(20)).until(() -> running(api, mark) == 1);

            client.close();

            // The statement's own bound of time is 30 seconds.
            await().atMost(Duration.ofSeconds(10)).until(() -> running(api, mark) == 0);
            assertThat(api.sql(200, "SELECT 1 AS one").toString()).isEqualTo("{\"data\":[{\"one\":1}]}");
        }
    }

    private static long running(Api api, String mark) {
        return api.clickhouse()
                .rows(new Sql(
                        "SELECT count() AS n FROM system.processes WHERE user = 'people' AND position(query, {mark:String}) > 0",
                        Map.of("mark", mark)))
                .get(0)
                .path("n")
                .asLong();
    }
}
