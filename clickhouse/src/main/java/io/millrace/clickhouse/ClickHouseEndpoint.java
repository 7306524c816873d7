package io.millrace.clickhouse;

import java.io.Serializable;

/**
 * Where a ClickHouse is and as whom to speak to it. Serializable, since Flink jobs carry it to their workers.
 *
 * @param url of the HTTP interface, {@code http://127.0.0.1:8123}
 */
public record ClickHouseEndpoint(String url, String database, String user, String password) implements Serializable {

    @Override
    public String toString() {
        return url + "/" + database + " as " + user;
    }
}
