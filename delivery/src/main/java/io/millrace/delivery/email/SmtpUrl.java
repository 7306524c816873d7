package io.millrace.delivery.email;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A mail server, from {@code smtp://user:password@host:port?starttls=required}. Its text never shows the password.
 *
 * @param port 587 unless given; 465 with {@code smtps}
 * @param starttls in which cases the connection is encrypted after it began
 */
public record SmtpUrl(
        String host, int port, Optional<String> user, Optional<String> password, boolean tls, StartTls starttls) {

    /** What is done about encryption that begins within the connection. */
    public enum StartTls {
        /** If the server offers it. */
        OFFERED,
        /** A server that does not offer it gets no mail. */
        REQUIRED,
        NEVER
    }

    private static final String EXPECTED =
            "smtp://user:password@host:port?starttls=offered|required|never, or smtps://…";

    /** @throws IllegalArgumentException if it is none; the message shows no password */
    public static SmtpUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("expected " + EXPECTED);
        }
        boolean tls = "smtps".equals(uri.getScheme());
        if ((!tls && !"smtp".equals(uri.getScheme())) || uri.getHost() == null) {
            throw new IllegalArgumentException("expected " + EXPECTED);
        }
        String login = uri.getRawUserInfo();
        int colon = login == null ? -1 : login.indexOf(':');
        return new SmtpUrl(
                uri.getHost(),
                uri.getPort() >= 0 ? uri.getPort() : tls ? 465 : 587,
                Optional.ofNullable(login).map(given -> decoded(colon < 0 ? given : given.substring(0, colon))),
                Optional.ofNullable(login)
                        .filter(given -> colon >= 0)
                        .map(given -> decoded(given.substring(colon + 1))),
                tls,
                starttls(uri.getRawQuery() == null ? "" : uri.getRawQuery()));
    }

    private static StartTls starttls(String query) {
        return switch (query) {
            case "", "starttls=offered" -> StartTls.OFFERED;
            case "starttls=required" -> StartTls.REQUIRED;
            case "starttls=never" -> StartTls.NEVER;
            default -> throw new IllegalArgumentException("expected " + EXPECTED);
        };
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return (tls ? "smtps://" : "smtp://") + host + ":" + port;
    }
}
