package io.millrace.core.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is wrong with an address that webhooks are to be sent to, as far as its text tells. No name is looked up: where a
 * name leads is judged at every call, by the address that is connected to. Pure.
 */
public final class WebhookUrl {

    private static final int LENGTH_MAX = 2_000;

    /** A host that ends in a number is an IPv4 address to everybody who connects, however it is written. */
    private static final Pattern NUMBER_AT_END = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)\\.?");

    private WebhookUrl() {}

    /** What is expected instead; empty if nothing is wrong. */
    public static Optional<String> fault(String url, boolean allowPrivate) {
        if (url.length() > LENGTH_MAX) {
            return Optional.of("up to " + LENGTH_MAX + " characters");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return Optional.of("an http or https URL");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (!scheme.equals("http") && !scheme.equals("https") || host == null) {
            return Optional.of("an http or https URL with a host");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return Optional.of("a URL without user, password and fragment");
        }
        return allowPrivate || isPublic(host.toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of("a host on the internet, no private or local one");
    }

    private static boolean isPublic(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return false;
        }
        boolean literal = host.startsWith("[") || NUMBER_AT_END.matcher(host).matches();
        if (!literal) {
            return true;
        }
        try {
            return !host.contains("0x") && PublicAddress.is(InetAddress.getByName(name));
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
