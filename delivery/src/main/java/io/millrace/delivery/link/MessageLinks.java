package io.millrace.delivery.link;

import io.millrace.core.campaign.Channel;
import io.millrace.delivery.flow.Links;
import io.millrace.render.Escaping;
import io.millrace.streams.record.SendRecord;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Links to this instance's public address. A test send has none that count; a page says itself when it showed a message, so
 * only mails have a pixel. Thread-safe.
 */
public final class MessageLinks implements Links {

    private static final Pattern LINK =
            Pattern.compile("(?i)(<a\\b[^<>]*?\\bhref\\s*+=\\s*+)(?:\"([^\"<>]*+)\"|'([^'<>]*+)')");
    private static final Pattern WEB = Pattern.compile("(?i)https?://.+");
    private static final Pattern BODY_END = Pattern.compile("(?i)</body\\s*>");

    private final Tokens tokens;
    private final String publicUrl;

    /** @param publicUrl without a slash at its end */
    public MessageLinks(Tokens tokens, String publicUrl) {
        this.tokens = tokens;
        this.publicUrl = publicUrl;
    }

    @Override
    public Map<String, String> named(SendRecord send, Optional<String> group) {
        String token = tokens.write(token(Token.Use.UNSUBSCRIBE, send, group, ""));
        return Map.of(
                "unsubscribe_url", publicUrl + "/u/" + token,
                "preferences_url", publicUrl + "/preferences/" + token);
    }

    @Override
    public Optional<String> oneClick(SendRecord send, Optional<String> group) {
        return send.message().transactional()
                ? Optional.empty()
                : Optional.of(publicUrl + "/u/" + tokens.write(token(Token.Use.UNSUBSCRIBE, send, group, "")));
    }

    @Override
    public String tracked(SendRecord send, String html) {
        if (send.test()) {
            return html;
        }
        String own = publicUrl + "/";
        String clicked = LINK.matcher(html).replaceAll(link -> {
            String address = link.group(2) == null ? link.group(3) : link.group(2);
            String url = unescaped(address.strip());
            return Matcher.quoteReplacement(
                    WEB.matcher(url).matches() && !url.startsWith(own)
                            ? link.group(1) + '"' + own + "c/" + click(send, url) + '"'
                            : link.group());
        });
        boolean mail = send.message().channel() == Channel.EMAIL;
        return mail && send.message().trackOpens() ? withPixel(clicked, pixel(send)) : clicked;
    }

    private String click(SendRecord send, String url) {
        return tokens.write(token(Token.Use.CLICK, send, Optional.empty(), url));
    }

    private String pixel(SendRecord send) {
        String token = tokens.write(token(Token.Use.OPEN, send, Optional.empty(), ""));
        return "<img src=\"" + Escaping.html(publicUrl) + "/o/" + token
                + ".gif\" width=\"1\" height=\"1\" alt=\"\" style=\"display:none\">";
    }

    private static String withPixel(String html, String pixel) {
        Matcher end = BODY_END.matcher(html);
        int at = -1;
        while (end.find()) {
            at = end.start();
        }
        return at < 0 ? html + pixel : html.substring(0, at) + pixel + html.substring(at);
    }

    private static Token token(Token.Use use, SendRecord send, Optional<String> group, String url) {
        return new Token(
                use,
                send.workspace(),
                send.sendId(),
                send.origin().campaign(),
                send.origin().node(),
                send.message().channel(),
                Optional.ofNullable(send.message().template()),
                send.recipient().person(),
                group,
                url);
    }

    private static String unescaped(String attribute) {
        return attribute
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
