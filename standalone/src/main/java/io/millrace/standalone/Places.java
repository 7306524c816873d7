package io.millrace.standalone;

import io.millrace.standalone.folder.DataFolder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where everything is, for people and for {@code run.json}.
 *
 * @param deliveryPort of pixels, links and the mailbox
 * @param catchesMail whether mail goes to the local mailbox
 * @param flinkUrl of Flink's own pages
 */
record Places(
        String host,
        int ingestPort,
        int apiPort,
        int deliveryPort,
        boolean catchesMail,
        String kafka,
        String clickhouseUrl,
        String flinkUrl,
        DataFolder folder) {

    String ingestUrl() {
        return "http://" + reachable() + ":" + ingestPort;
    }

    String apiUrl() {
        return "http://" + reachable() + ":" + apiPort;
    }

    String docsUrl() {
        return apiUrl() + "/docs";
    }

    String deliveryUrl() {
        return "http://" + reachable() + ":" + deliveryPort;
    }

    String mailboxUrl() {
        return deliveryUrl() + "/mailbox";
    }

    /** A server that listens on every address is reached on this machine by loopback. */
    private String reachable() {
        return host.equals("0.0.0.0") ? "127.0.0.1" : host;
    }

    Map<String, String> asMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("ingest_url", ingestUrl());
        map.put("api_url", apiUrl());
        map.put("docs_url", docsUrl());
        map.put("delivery_url", deliveryUrl());
        if (catchesMail) {
            map.put("mailbox_url", mailboxUrl());
        }
        map.put("kafka", kafka);
        map.put("clickhouse_url", clickhouseUrl);
        map.put("flink_url", flinkUrl);
        map.put("data_dir", folder.path().toString());
        return map;
    }
}
