package io.millrace.query.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.clickhouse.ClickHouseException;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Workspace;
import io.millrace.query.request.Problem;
import io.millrace.streams.definition.Access;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a table of routes: guards each call, answers it, words what went wrong in the route's dialect. */
public final class HttpApi implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);

    private static final int THREADS_MAX = 40;
    private static final String REQUEST_ID = "X-Request-Id";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final String RETRY_AFTER_SECONDS = "2";
    private static final String EVENT_STREAM = "text/event-stream";
    private static final byte[] GOING =
            "event: end\ndata: {\"reason\":\"the service is stopped\"}\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final Reply STREAMED = Reply.text(200, EVENT_STREAM, "");

    private final Gate gate;
    private final CallWatch watch;
    private final HeavyCalls heavy;
    private final Limits limits;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Javalin javalin;
    private final Set<OpenStream> openStreams = ConcurrentHashMap.newKeySet();

    private HttpApi(
            String host,
            int port,
            List<Route> routes,
            Access access,
            Bounds bounds,
            MeterRegistry metrics,
            Clock clock) {
        this.gate = new Gate(access);
        this.watch = bounds.watch();
        this.heavy = new HeavyCalls(bounds.heavy());
        this.limits = bounds.limits();
        this.metrics = metrics;
        this.clock = clock;
        this.javalin = Javalin.create(config -> {
            configure(config, host, port);
            config.http.maxRequestSize =
                    routes.stream().mapToLong(Route::bodyBytesMax).max().orElse(0);
            for (Route route : routes) {
                for (HandlerType type : handlerTypes(route.method())) {
                    config.routes.addHttpHandler(type, route.path(), context -> serve(route, context));
                }
            }
            config.routes.exception(HttpResponseException.class, this::outsideRoutes);
            config.routes.exception(Exception.class, this::outsideRoutes);
        });
    }

    /**
     * What keeps calls from taking more than their share.
     *
     * @param limits what the handlers' statements may need
     * @param heavy how many of the heavy routes are answered at once
     * @param watch is told of the handlers' statements by their clients; closed with the server
     */
    public record Bounds(Limits limits, HeavyLimits heavy, CallWatch watch) {}

    /** Listens; the port is free if 0 is asked for. */
    public static HttpApi start(
            String host,
            int port,
            List<Route> routes,
            Access access,
            Bounds bounds,
            MeterRegistry metrics,
            Clock clock) {
        HttpApi api = new HttpApi(host, port, routes, access, bounds, metrics, clock);
        api.javalin.start();
        return api;
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        openStreams.forEach(stream -> stream.end(GOING));
        javalin.stop();
        watch.close();
    }

    private static void configure(JavalinConfig config, String host, int port) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.prefer405over404 = true;
        config.jetty.host = host;
        config.jetty.port = port;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, 2);
        threads.setName("query");
        config.jetty.threadPool = threads;
        UnroutedErrors errors = new UnroutedErrors(REQUEST_ID);
        config.jetty.modifyServer(server -> server.setErrorHandler(errors));
        config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(errors));
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    }

    /** Left to itself, Javalin would answer HEAD with 200 unasked: without a key, and when the service is not well. */
    private static List<HandlerType> handlerTypes(Route.Method method) {
        return switch (method) {
            case GET -> List.of(HandlerType.GET, HandlerType.HEAD);
            case POST -> List.of(HandlerType.POST);
            case PATCH -> List.of(HandlerType.PATCH);
            case DELETE -> List.of(HandlerType.DELETE);
        };
    }

    private void serve(Route route, Context context) {
        long begin = System.nanoTime();
        StreamHandler streams = route.stream();
        boolean streaming = context.method() != HandlerType.HEAD
                && (route.streamsOnly() || accepted(context).contains(EVENT_STREAM));
        Reply reply = streams != null && streaming ? stream(route, streams, context) : reply(route, context);
        if (reply == STREAMED) {
            return;
        }
        if (reply.status() == TOO_MANY_REQUESTS || reply.status() == UNAVAILABLE) {
            context.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        write(reply, context);
        Timer.builder("millrace.query.requests")
                .description("Requests by route and status, and the time they took.")
                .tag("route", route.method() + " " + route.path())
                .tag("status", Integer.toString(reply.status()))
                .register(metrics)
                .record(Duration.ofNanos(System.nanoTime() - begin));
    }

    private static String accepted(Context context) {
        return String.valueOf(context.header("Accept")).toLowerCase(Locale.ROOT);
    }

    /** Opens a stream, which then lives without this thread; or says why not. */
    private Reply stream(Route route, StreamHandler streams, Context context) {
        String requestId = Ids.request();
        context.header(REQUEST_ID, requestId);
        try {
            Consumer<EventStream> begin = streams.open(call(route, context));
            context.status(200).contentType(EVENT_STREAM + ";charset=utf-8");
            context.header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
            context.future(() -> open(context, begin));
            return STREAMED;
        } catch (RuntimeException e) {
            return refusal(route.dialect(), Problems.of(e, limits, requestId), requestId);
        }
    }

    private CompletableFuture<Void> open(Context context, Consumer<EventStream> begin) {
        try {
            ServletOutputStream out = context.res().getOutputStream();
            OpenStream stream = new OpenStream(out);
            openStreams.add(stream);
            stream.onEnd(() -> openStreams.remove(stream));
            begin.accept(stream);
            out.setWriteListener(stream);
            return stream.ended();
        } catch (IOException e) {
            throw new UncheckedIOException("the client's connection cannot be written to", e);
        }
    }

    private Reply reply(Route route, Context context) {
        String requestId = Ids.request();
        context.header(REQUEST_ID, requestId);
        try {
            Call call = call(route, context);
            // An upload is read by the handler: whoever looks at the connection would read it away.
            return route.takesUploads() ? route.handler().answer(call) : watched(route, call);
        } catch (RuntimeException e) {
            return refusal(route.dialect(), Problems.of(e, limits, requestId), requestId);
        }
    }

    private Reply watched(Route route, Call call) {
        try (WatchedCall watched = watch.watch()) {
            try {
                return route.heavy()
                        ? inTurn(route, call, watched)
                        : route.handler().answer(call);
            } catch (ClickHouseException e) {
                // A statement that was ended because its client has gone is no failure.
                throw watched.left() ? new ClientLeftException() : e;
            }
        }
    }

    private Reply inTurn(Route route, Call call, WatchedCall watched) {
        try (HeavyCalls.Turn turn =
                heavy.turn(call.workspace().map(Workspace::id).orElse(""), watched)) {
            return route.handler().answer(call);
        }
    }

    private Call call(Route route, Context context) {
        Instant now = clock.instant();
        Optional<ApiKey> key = gate.key(route.guard(), context.header("Authorization"), now);
        String named = route.namesWorkspace() ? context.pathParam("workspaceId") : null;
        Optional<Workspace> workspace = gate.workspace(key, named);
        Map<String, String> parameters = new HashMap<>();
        context.queryParamMap().forEach((name, values) -> {
            if (!values.isEmpty()) {
                parameters.put(name, values.get(0));
            }
        });
        return new Call(
                key,
                workspace,
                context.pathParamMap(),
                parameters,
                lowerCased(context.headerMap()),
                route.takesUploads() ? new byte[0] : body(route, context),
                route.takesUploads() ? Unpacked.upload(context.bodyInputStream()) : InputStream.nullInputStream(),
                now);
    }

    private static byte[] body(Route route, Context context) {
        return Unpacked.body(context.bodyAsBytes(), route.bodyBytesMax());
    }

    private static Map<String, String> lowerCased(Map<String, String> headers) {
        Map<String, String> lowered = new HashMap<>();
        headers.forEach((name, value) -> lowered.put(name.toLowerCase(Locale.ROOT), value));
        return lowered;
    }

    /** What no route answered: an unknown path, a wrong method, a body that is too large. */
    private void outsideRoutes(Exception thrown, Context context) {
        String requestId = Ids.request();
        Reply reply = refusal(Dialect.ofPath(context.path()), Problems.of(thrown, limits, requestId), requestId);
        context.header(REQUEST_ID, requestId);
        if (thrown instanceof MethodNotAllowedResponse refused) {
            context.header("Allow", allowed(refused));
        }
        write(reply, context);
    }

    private static void write(Reply reply, Context context) {
        context.status(reply.status()).contentType(reply.contentType());
        try (Body body = reply.body()) {
            if (body instanceof Body.InMemory known) {
                context.result(known.bytes());
            } else {
                body.writeTo(context.outputStream());
            }
        } catch (IOException e) {
            // The status has been said already: whoever still listens gets a body that breaks off.
            LOG.info("An answer to {} was not heard to its end: {}", context.path(), e.toString());
        }
    }

    private static String allowed(MethodNotAllowedResponse refused) {
        return refused.getDetails().values().stream()
                .flatMap(methods -> Arrays.stream(methods.split("[^A-Z]+")))
                .filter(method -> !method.isEmpty())
                .sorted()
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static Reply refusal(Dialect dialect, Problem problem, String requestId) {
        return Reply.json(problem.status(), dialect.error(problem, requestId));
    }
}
