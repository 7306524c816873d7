package io.millrace.standalone;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.core.settings.Env;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A ClickHouse server that somebody else runs.
 *
 * @param application the user that owns the schema and writes
 * @param sqlUser the read-only user for people's SQL, as the shipped users file defines it
 */
public record ExternalClickHouse(ClickHouseEndpoint application, String sqlUser, String sqlPassword) {

    private static final String URL = "MILLRACE_CLICKHOUSE_URL";
    private static final String DATABASE = "millrace";

    static Optional<ExternalClickHouse> from(Env env) {
        return env.text(URL)
                .map(url -> new ExternalClickHouse(
                        endpoint(url, env),
                        env.text("MILLRACE_CLICKHOUSE_SQL_USER", "people"),
                        env.text("MILLRACE_CLICKHOUSE_SQL_PASSWORD", "")));
    }

    /** User and password stand in the URL, or in settings of their own, which win. */
    private static ClickHouseEndpoint endpoint(String text, Env env) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw unusable();
        }
        String scheme = uri.getScheme();
        if (uri.getHost() == null || scheme == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw unusable();
        }
        String path = uri.getPath() == null ? "" : uri.getPath().replace("/", "");
        if (!path.isEmpty() && !path.equals(DATABASE)) {
            throw new StartFailure(
                    URL + " names the database " + path + "; Millrace keeps its tables in " + DATABASE + ".");
        }
        String[] userInfo = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 8443 : 8123;
        return new ClickHouseEndpoint(
                scheme + "://" + uri.getHost() + ":" + port,
                DATABASE,
                env.text("MILLRACE_CLICKHOUSE_USER").orElseGet(() -> part(userInfo, 0, "millrace")),
                env.text("MILLRACE_CLICKHOUSE_PASSWORD").orElseGet(() -> part(userInfo, 1, "")));
    }

    private static String part(String[] userInfo, int index, String defaultValue) {
        return index < userInfo.length ? URLDecoder.decode(userInfo[index], StandardCharsets.UTF_8) : defaultValue;
    }

    private static StartFailure unusable() {
        return new StartFailure(URL + " is not usable, expected http://user:password@host:8123 or https://…; "
                + "what was found is not shown since it may hold a password.");
    }
}
