package io.millrace.standalone.up;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Campaigns as people make them over HTTP, and contacts who live through them. Thread-safe. */
final class CampaignStory {

    final Client client;
    final Mailbox mailbox;

    CampaignStory(UpProcess up) {
        this.client = up.client();
        this.mailbox = new Mailbox(up.place("mailbox_url"));
    }

    /** An active campaign of the canonical graph; single quotes stand for double ones. */
    String launch(String name, String nodes, String edges, String settings) throws IOException, InterruptedException {
        String id = draft(name, nodes, edges, settings);
        activate(id, "");
        return id;
    }

    String draft(String name, String nodes, String edges, String settings) throws IOException, InterruptedException {
        String body = "{'name':'" + name + "'," + graph(nodes, edges) + ",'settings':{" + settings + "}}";
        return client.ask("/v1/campaigns", quoted(body)).path("id").asText();
    }

    void activate(String id, String body) throws IOException, InterruptedException {
        client.ask("/v1/campaigns/" + id + "/activate", body.isEmpty() ? "{}" : quoted(body));
    }

    void pause(String id) throws IOException, InterruptedException {
        client.ask("/v1/campaigns/" + id + "/pause", "{}");
    }

    void resume(String id) throws IOException, InterruptedException {
        client.ask("/v1/campaigns/" + id + "/resume", "{}");
    }

    void edit(String id, String nodes, String edges) throws IOException, InterruptedException {
        client.edit("/v1/campaigns/" + id, quoted("{" + graph(nodes, edges) + "}"));
    }

    /** Edges are written as {@code a>b b>c}; {@code a-yes>b} leads on as {@code yes}. */
    private static String graph(String nodes, String edges) {
        StringBuilder json = new StringBuilder();
        for (String edge : List.of(edges.split(" "))) {
            String from = edge.substring(0, edge.indexOf('>'));
            int when = from.indexOf('-');
            json.append(json.isEmpty() ? "" : ",")
                    .append("{'from':'")
                    .append(when < 0 ? from : from.substring(0, when))
                    .append("','to':'")
                    .append(edge.substring(edge.indexOf('>') + 1))
                    .append(when < 0 ? "'}" : "','when':'" + from.substring(when + 1) + "'}");
        }
        return "'nodes':[" + nodes + "],'edges':[" + json + "]";
    }

    static String mail(String node, String subject) {
        return "{'id':'" + node + "','type':'send','channel':'email','subject':'" + subject
                + "','content':'<p>Hi, <a href=\\'https://example.com/go\\'>go</a></p>'}";
    }

    static String onEvent(String event) {
        return "{'id':'t','type':'trigger','on':'event','event':'" + event + "'}";
    }

    static String delay(String node, String duration) {
        return "{'id':'" + node + "','type':'delay','duration':'" + duration + "'}";
    }

    /** Tells the mail address first, as an application does. */
    void born(String user) throws IOException, InterruptedException {
        send("/v1/identify", "{'userId':'" + user + "','traits':{'email':'" + address(user) + "'}}");
    }

    void happens(String user, String event) throws IOException, InterruptedException {
        send("/v1/track", "{'userId':'" + user + "','event':'" + event + "'}");
    }

    void happened(String user, String event, Instant at) throws IOException, InterruptedException {
        send("/v1/track", "{'userId':'" + user + "','event':'" + event + "','timestamp':'" + at + "'}");
    }

    void send(String path, String body) throws IOException, InterruptedException {
        int status = client.send(path, quoted(body));
        if (status != 200) {
            throw new IOException(path + " answered " + status + " to " + body);
        }
    }

    List<String> subjects(String user) throws IOException, InterruptedException {
        return mailbox.subjectsTo(address(user));
    }

    JsonNode stats(String campaign) throws IOException, InterruptedException {
        return client.ask("/v1/campaigns/" + campaign + "/stats", "").path("stats");
    }

    static String address(String user) {
        return user + "@example.com";
    }

    static String quoted(String text) {
        return text.replace("\\'", "\\\"").replace('\'', '"');
    }
}
