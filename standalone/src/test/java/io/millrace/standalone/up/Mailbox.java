package io.millrace.standalone.up;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The mails that an instance has caught, as anybody on the machine reads them. Thread-safe. */
final class Mailbox {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    Mailbox(String url) {
        this.url = url;
    }

    /** A mail without its texts. */
    record Mail(long id, String to, String subject, Instant receivedAt) {}

    /** Those to an address, oldest first. */
    List<Mail> to(String address) throws IOException, InterruptedException {
        List<Mail> mails = new ArrayList<>();
        for (JsonNode mail : get("?limit=1000&to=" + address).path("data")) {
            mails.add(new Mail(
                    mail.path("id").asLong(),
                    mail.path("to").asText(),
                    mail.path("subject").asText(),
                    Instant.parse(mail.path("received_at").asText())));
        }
        mails.sort(Comparator.comparingLong(Mail::id));
        return mails;
    }

    List<String> subjectsTo(String address) throws IOException, InterruptedException {
        return to(address).stream().map(Mail::subject).toList();
    }

    String html(long id) throws IOException, InterruptedException {
        return get("/" + id).path("html").asText();
    }

    /** The first header line of that name; empty if there is none. */
    String header(long id, String name) throws IOException, InterruptedException {
        for (JsonNode line : get("/" + id).path("headers")) {
            if (line.path("name").asText().equalsIgnoreCase(name)) {
                return line.path("value").asText();
            }
        }
        return "";
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    /** Loads what a mail links to, or does what a mail program's button does; the status of the answer. */
    int load(String link, String formBody) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(link)).timeout(Duration.ofSeconds(10));
        if (!formBody.isEmpty()) {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(formBody));
        }
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
