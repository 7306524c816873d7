package io.millrace.ingest;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.URIUtil;

/** Takes every request to what its path serves. */
final class IngestHandler extends Handler.Abstract {

    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Door door;
    private final Health health;

    IngestHandler(Door door, Health health) {
        this.door = door;
        this.health = health;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        long beginNanos = request.getBeginNanoTime();
        Request.addCompletionListener(request, failure -> door.metrics().answered(response.getStatus(), beginNanos));
        String path = request.getHttpURI().getCanonicalPath();
        Route route = path == null ? null : Route.of(path).orElse(null);
        if (route == null) {
            Answers.refuse(response, callback, Refusal.NOT_FOUND);
            return true;
        }
        String methods = route.kind().method() + ", OPTIONS";
        if (HttpMethod.OPTIONS.is(request.getMethod())) {
            Answers.preflight(response, callback, methods);
        } else if (!request.getMethod().equals(route.kind().method())) {
            response.getHeaders().put(HttpHeader.ALLOW, methods);
            Answers.refuse(response, callback, Refusal.METHOD_NOT_ALLOWED);
        } else {
            serve(route, request, response, callback);
        }
        return true;
    }

    private void serve(Route route, Request request, Response response, Callback callback) {
        switch (route.kind()) {
            case SINGLE, BATCH, IMPORT, BEACON, PIXEL -> events(route, request, response, callback);
            case SDK_METRICS -> sdkMetrics(request, response, callback);
            case PROJECT_SETTINGS -> Answers.json(response, callback, 200, projectSettings(route.rest()));
            case HEALTH -> {
                Health.Report report = health.report();
                Answers.json(response, callback, report.well() ? 200 : 503, report.json());
            }
            case METRICS ->
                Answers.text(response, callback, PROMETHEUS_TEXT, door.metrics().scrape());
        }
    }

    private void events(Route route, Request request, Response response, Callback callback) {
        boolean pixel = route.kind() == Route.Kind.PIXEL;
        Reply reply = new Reply(response, callback, pixel);
        Fields query;
        try {
            query = Request.extractQueryParameters(request);
        } catch (RuntimeException e) {
            query = Fields.EMPTY;
        }
        RequestFacts facts = RequestFacts.of(
                        request,
                        route,
                        query.getValue("writeKey"),
                        door.settings().trustedProxies())
                .orElse(null);
        if (facts == null) {
            Answers.refuseAndClose(response, callback, BAD_IMPORT_HEADER);
            return;
        }
        InFlight.Share share = door.inFlight().open();
        EventsRequest events = new EventsRequest(door, facts, reply, share);
        if (pixel) {
            events.received(PixelBody.of(query));
            return;
        }
        new BodyReader(request, share, door.scheduler(), door.settings().bodyTimeout(), events).run();
    }

    /** Nothing is stored of it, but it is read, so that the connection can be used again. */
    private void sdkMetrics(Request request, Response response, Callback callback) {
        InFlight.Share share = door.inFlight().open();
        Reply reply = new Reply(response, callback, false);
        new BodyReader(request, share, door.scheduler(), door.settings().bodyTimeout(), new DroppedBody(reply, share))
                .run();
    }

    private static final Refusal BAD_IMPORT_HEADER = new Refusal(
            400, "bad_header", RequestFacts.IMPORT_HEADER + " must be the import's id, a colon and a line number", 0);

    /** What SDKs ask before they send; it says that they shall send here. */
    private static byte[] projectSettings(String encodedKey) {
        char[] key = JsonStringEncoder.getInstance().quoteAsString(URIUtil.decodePath(encodedKey));
        return ("{\"integrations\":{\"Segment.io\":{\"apiKey\":\"" + new String(key) + "\"}}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
