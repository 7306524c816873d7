package io.millrace.delivery.call;

import io.millrace.delivery.channel.CarrierException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * POSTs to servers that users name. Follows no redirects, reads little of what is answered, waits for no answer longer than
 * its limit. Thread-safe.
 */
public final class Caller implements AutoCloseable {

    static final Duration ANSWER = Duration.ofSeconds(15);

    private static final long CONNECT_MILLIS = 5_000;
    private static final int ANSWER_BYTES_MAX = 64 * 1024;
    private static final int CONNECTIONS_PER_HOST = 16;
    private static final int THREADS_MAX = 24;

    private final HttpClient client;
    private final Duration answer;

    private Caller(HttpClient client, Duration answer) {
        this.client = client;
        this.answer = answer;
    }

    /** @param allowPrivate whether hosts of private networks may be called */
    public static Caller start(boolean allowPrivate) {
        return start(allowPrivate, InetAddress::getAllByName, ANSWER);
    }

    static Caller start(boolean allowPrivate, Lookup lookup, Duration answer) {
        HttpClient client = new HttpClient();
        QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, 2);
        threads.setName("delivery-call");
        client.setExecutor(threads);
        client.setFollowRedirects(false);
        client.setConnectTimeout(CONNECT_MILLIS);
        client.setMaxConnectionsPerDestination(CONNECTIONS_PER_HOST);
        client.setUserAgentField(null);
        Executor resolving = task -> threads.execute(task);
        client.setSocketAddressResolver(new GuardedResolver(allowPrivate, lookup::of, resolving));
        try {
            client.start();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client does not start", e);
        }
        return new Caller(client, answer);
    }

    /** As {@link InetAddress#getAllByName}. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /** What was answered with success. */
    public record Answered(int status, String body) {}

    /** The host of an address; the whole text if it has none. */
    public static String host(String url) {
        try {
            return Optional.ofNullable(new URI(url).getHost())
                    .map(host -> host.toLowerCase(Locale.ROOT))
                    .orElse(url);
        } catch (URISyntaxException e) {
            return url;
        }
    }

    /**
     * One call.
     *
     * @throws CarrierException unless the answer is 2xx; the body of a refusal stands in its message
     */
    public Answered post(String url, Map<String, String> headers, String contentType, byte[] body)
            throws CarrierException, InterruptedException {
        Request request = client.newRequest(webAddress(url))
                .method(HttpMethod.POST)
                .timeout(answer.toMillis(), TimeUnit.MILLISECONDS)
                .body(new BytesRequestContent(contentType, body));
        request.headers(fields -> {
            fields.put("User-Agent", "Millrace");
            headers.forEach(fields::put);
        });
        ContentResponse response;
        try {
            response = new CompletableResponseListener(request, ANSWER_BYTES_MAX)
                    .send()
                    .get(answer.toMillis() + CONNECT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw CarrierException.down("timeout", host(url) + " did not answer in time");
        } catch (ExecutionException e) {
            throw fault(url, e.getCause());
        }
        return answered(response);
    }

    private static URI webAddress(String url) throws CarrierException {
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw CarrierException.permanent("invalid_url", "the address is no URL");
        }
        throw CarrierException.permanent("invalid_url", "the address is no http or https URL");
    }

    private static CarrierException fault(String url, @Nullable Throwable cause) {
        for (Throwable fault = cause; fault != null; fault = fault.getCause()) {
            if (fault instanceof RefusedHostException) {
                return CarrierException.permanent("private_address", String.valueOf(fault.getMessage()));
            }
            if (fault instanceof TimeoutException) {
                return CarrierException.down("timeout", host(url) + " did not answer in time");
            }
            if (fault instanceof UnknownHostException) {
                return CarrierException.down("unknown_host", host(url) + " is not known");
            }
        }
        return CarrierException.down("unreachable", host(url) + ": " + cause);
    }

    private static Answered answered(ContentResponse response) throws CarrierException {
        int status = response.getStatus();
        String reason = "http_" + status;
        String body = new String(response.getContent(), StandardCharsets.UTF_8);
        if (status / 100 == 2) {
            return new Answered(status, body);
        }
        String detail = reason + " " + body.lines().findFirst().orElse("");
        if (status == 429 || status == 503) {
            Optional<Duration> wait = wait(response.getHeaders().get("Retry-After"));
            if (wait.isPresent()) {
                throw CarrierException.passing(reason, detail, wait.get());
            }
        }
        if (status == 408 || status == 425 || status == 429) {
            throw CarrierException.passing(reason, detail);
        }
        if (status >= 500) {
            throw CarrierException.down(reason, detail);
        }
        throw CarrierException.permanent(reason, status / 100 == 3 ? reason + ": redirects are not followed" : detail);
    }

    private static Optional<Duration> wait(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(header.strip()))));
        } catch (NumberFormatException e) {
            return date(header.strip());
        }
    }

    private static Optional<Duration> date(String header) {
        try {
            Instant until = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(Instant.now(), until);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            client.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client does not stop", e);
        }
    }
}
