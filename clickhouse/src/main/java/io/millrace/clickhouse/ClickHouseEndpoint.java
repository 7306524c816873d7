package io.millrace.clickhouse;

import java.io.Serializable;

/**
 * Where a ClickHouse is and as whom to speak to it. Serializable, since Flink jobs carry it to their workers.
 *
 * @param url of the HTTP interface, {@code http://127.0.0.1:8123}
 */
public record ClickHouseEndpoint(String url, String database, String user, String password) implements Serializable {

    /** The same server and user, with another database for names without one. */
    public ClickHouseEndpoint inDatabase(String other) {
        return new ClickHouseEndpoint(url, other, user, password);
    }

    @Override
    public String toString() {
        return url + "/" + database + " as " + user;
    }
}
