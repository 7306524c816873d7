package io.millrace.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One of the two HTTP services: its health if it runs, else whether its port is free; and whether the clocks agree. */
final class ServiceCheck {

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();
    private final Clock clock;

    ServiceCheck(Clock clock) {
        this.clock = clock;
    }

    /** @param expected whether an instance holds the data folder, so that the service should answer */
    List<Finding> findings(String name, URI base, String portSetting, boolean expected) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/health"))
                .timeout(ANSWER_WITHIN)
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            List<Finding> findings = new ArrayList<>();
            findings.add(health(name, base, answer));
            clockOf(name, answer).ifPresent(findings::add);
            return findings;
        } catch (IOException e) {
            return List.of(silent(name, base, portSetting, expected));
        }
    }

    private static Finding health(String name, URI base, HttpResponse<String> answer) {
        if (answer.statusCode() == 200) {
            return Finding.ok(name, base + " is healthy");
        }
        if (answer.statusCode() == 503) {
            String body = answer.body().strip().replaceAll("\\s+", " ");
            return Finding.fail(
                    name,
                    base + " is not healthy: " + body.substring(0, Math.min(300, body.length())),
                    "wait if it has just started; else look into the logs of the data folder");
        }
        return Finding.fail(
                name,
                base + " answers " + answer.statusCode() + " to /health",
                "another program seems to listen there; set another port");
    }

    private static Finding silent(String name, URI base, String portSetting, boolean expected) {
        if (expected) {
            return Finding.fail(
                    name,
                    "an instance is running, but " + base + " does not answer",
                    "wait if it has just started; else look into the logs of the data folder");
        }
        int port = base.getPort();
        return port <= 0 || free(base.getHost(), port)
                ? Finding.ok(name, "not running, its port " + port + " is free")
                : Finding.fail(
                        name,
                        "port " + port + " is taken by a program that speaks no HTTP",
                        "set " + portSetting + " to another port, or end that program");
    }

    private static boolean free(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            InetAddress address = InetAddress.getByName(host);
            if (!address.isLoopbackAddress()) {
                return true;
            }
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<Finding> clockOf(String name, HttpResponse<String> answer) {
        return answer.headers().firstValue("Date").flatMap(date -> {
            try {
                ZonedDateTime theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
                return Optional.of(clock(name, Duration.between(clock.instant(), theirs.toInstant())));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    static Finding clock(String name, Duration ahead) {
        return ahead.abs().compareTo(CLOCK_TOLERANCE) <= 0
                ? Finding.ok("clock", name + " and this machine agree")
                : Finding.warn(
                        "clock",
                        name + " is " + ahead.abs().toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead"),
                        "set both clocks by NTP; events carry the time of the machine they happen on");
    }
}
