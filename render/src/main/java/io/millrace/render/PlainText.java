package io.millrace.render;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns HTML into readable plain text and plain text into simple HTML. */
final class PlainText {

    /** What opens a part that nobody reads, and what closes it. */
    private static final Map<String, String> UNSEEN =
            Map.of("<script", "</script", "<style", "</style", "<head>", "</head", "<!--", "-->");

    private static final Pattern LINK =
            Pattern.compile("(?is)<a\\b[^<>]*?\\bhref\\s*+=\\s*+[\"']([^\"']*+)[\"'][^<>]*+>(.{0,200}?)</a\\s*+>");
    private static final Pattern BREAK = Pattern.compile("(?i)<br\\s*+/?>|</(p|div|h[1-6]|li|tr|table|ul|ol)\\s*+>");
    private static final Pattern TAG = Pattern.compile("<[^<>]*+>");
    private static final Pattern SPACES = Pattern.compile("[ \\t\\x0B\\f\\r\\n]++");
    private static final Pattern BLANK_LINES = Pattern.compile("\\n{3,}");

    private PlainText() {}

    static String of(String html) {
        String seen = SPACES.matcher(seen(html)).replaceAll(" ");
        String linked = LINK.matcher(seen)
                .replaceAll(link -> Matcher.quoteReplacement(
                        link.group(2).strip().equals(link.group(1))
                                ? link.group(1)
                                : link.group(2) + " (" + link.group(1) + ")"));
        String lines = BREAK.matcher(linked).replaceAll("\n");
        String text = unescaped(TAG.matcher(lines).replaceAll(""));
        StringBuilder stripped = new StringBuilder();
        text.lines().forEach(line -> stripped.append(line.strip()).append('\n'));
        return BLANK_LINES.matcher(stripped.toString().strip()).replaceAll("\n\n");
    }

    /** In one pass, however many parts are never closed. */
    private static String seen(String html) {
        String lower = html.toLowerCase(Locale.ROOT);
        StringBuilder seen = new StringBuilder(html.length());
        int at = 0;
        while (at < html.length()) {
            int open = lower.indexOf('<', at);
            if (open < 0) {
                break;
            }
            String closing = closing(lower, open);
            seen.append(html, at, closing == null ? open + 1 : open);
            at = open + 1;
            if (closing != null) {
                int close = lower.indexOf(closing, open);
                int end = close < 0 ? -1 : lower.indexOf('>', close);
                at = end < 0 ? html.length() : end + 1;
            }
        }
        return seen.append(html, at, html.length()).toString();
    }

    private static @Nullable String closing(String lower, int open) {
        return UNSEEN.entrySet().stream()
                .filter(part -> lower.startsWith(part.getKey(), open))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    static String toHtml(String text) {
        return "<!doctype html><html><body><p>"
                + Escaping.html(text)
                        .replace("\r\n", "\n")
                        .replace("\n\n", "</p><p>")
                        .replace("\n", "<br>")
                + "</p></body></html>";
    }

    private static String unescaped(String text) {
        return text.replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
