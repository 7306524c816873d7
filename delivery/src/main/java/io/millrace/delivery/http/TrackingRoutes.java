package io.millrace.delivery.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.millrace.delivery.http.Happenings.NotStoredException;
import io.millrace.delivery.link.Token;
import io.millrace.delivery.link.Tokens;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pixel and the clicks. The way of a person is never blocked by what counts it. */
final class TrackingRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(TrackingRoutes.class);
    private static final byte[] PIXEL =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");
    private static final String GIF = ".gif";

    private final Tokens tokens;
    private final Happenings happenings;

    TrackingRoutes(Tokens tokens, Happenings happenings) {
        this.tokens = tokens;
        this.happenings = happenings;
    }

    /** Always a pixel; counted if the token is ours. */
    void open(Context context) {
        String text = context.pathParam("token");
        String token = text.endsWith(GIF) ? text.substring(0, text.length() - GIF.length()) : text;
        tokens.read(Token.Use.OPEN, token).ifPresent(opened -> count(context, () -> happenings.opened(opened)));
        Refusals.headers(context).contentType("image/gif").result(PIXEL);
    }

    /** Leads only where a message of ours led. */
    void click(Context context) {
        Optional<Token> clicked = tokens.read(Token.Use.CLICK, context.pathParam("token"));
        if (clicked.isEmpty()) {
            Refusals.unknownLink(context);
            return;
        }
        count(context, () -> happenings.clicked(clicked.get()));
        Refusals.headers(context).status(302).header("Location", clicked.get().url());
    }

    private static void count(Context context, Runnable happening) {
        if (context.method() != HandlerType.GET) {
            return;
        }
        try {
            happening.run();
        } catch (NotStoredException e) {
            LOG.warn("An opening or a click could not be stored: {}", String.valueOf(e.getCause()));
        }
    }
}
