package io.millrace.clickhouse.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The ports of one server. */
record Ports(int http, int tcp) {

    /** The configured ones, free ones in place of 0. */
    static Ports choose(EmbeddedClickHouseConfig config) {
        try (ServerSocket http = open(config.httpPort(), "HTTP");
                ServerSocket tcp = open(config.tcpPort(), "native")) {
            return new Ports(http.getLocalPort(), tcp.getLocalPort());
        } catch (IOException e) {
            throw new EmbeddedClickHouseException("no port could be had: " + e, e);
        }
    }

    private static ServerSocket open(int port, String protocol) {
        try {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new EmbeddedClickHouseException(
                    "port " + port + " for ClickHouse's " + protocol + " protocol is taken by another program", e);
        }
    }
}
