package io.millrace.ingest;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.event.EventType;
import io.millrace.ingest.event.Sender;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * What a request with events says outside its body.
 *
 * @param type the call its route names, null if each event names its own
 * @param importId empty for live events
 * @param firstPosition of its first event; of an import the line in its file
 */
record RequestFacts(
        boolean batch,
        @Nullable EventType type,
        @Nullable String authorization,
        @Nullable String queryKey,
        String importId,
        long firstPosition,
        boolean clientSide,
        String ip,
        String userAgent) {

    static final String IMPORT_HEADER = "X-Millrace-Import";

    /** Of events that came by the import route without saying which import. */
    private static final String NAMELESS_IMPORT = "import";

    /** It may be written into each event of a batch. */
    private static final int USER_AGENT_LENGTH_MAX = 512;

    private static final Pattern IMPORT = Pattern.compile("([A-Za-z0-9_-]{1,64}):([0-9]{1,15})");

    /** Empty if the import header cannot be read. */
    static Optional<RequestFacts> of(Request request, Route route, @Nullable String queryKey, TrustedProxies proxies) {
        HttpFields headers = request.getHeaders();
        String importId = route.kind() == Route.Kind.IMPORT ? NAMELESS_IMPORT : "";
        long firstPosition = 0;
        String importHeader = headers.get(IMPORT_HEADER);
        if (importHeader != null && route.kind() != Route.Kind.PIXEL) {
            Matcher matcher = IMPORT.matcher(importHeader.strip());
            if (!matcher.matches()) {
                return Optional.empty();
            }
            importId = matcher.group(1);
            firstPosition = Long.parseLong(matcher.group(2));
        }
        boolean fromBrowser = route.kind() == Route.Kind.BEACON
                || route.kind() == Route.Kind.PIXEL
                || headers.contains(HttpHeader.ORIGIN);
        String forwardedFor = String.join(",", headers.getValuesList(HttpHeader.X_FORWARDED_FOR));
        String userAgent = headers.get(HttpHeader.USER_AGENT);
        return Optional.of(new RequestFacts(
                route.kind() != Route.Kind.SINGLE && route.kind() != Route.Kind.PIXEL,
                route.type(),
                headers.get(HttpHeader.AUTHORIZATION),
                queryKey,
                importId,
                firstPosition,
                fromBrowser,
                proxies.client(Request.getRemoteAddr(request), forwardedFor),
                userAgent == null ? "" : userAgent.substring(0, Math.min(userAgent.length(), USER_AGENT_LENGTH_MAX))));
    }

    Sender sender(ApiKey key) {
        return new Sender(key.workspace(), key.id(), importId, firstPosition, clientSide, ip, userAgent);
    }
}
