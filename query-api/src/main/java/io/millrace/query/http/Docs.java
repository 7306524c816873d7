package io.millrace.query.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The page on which people read the OpenAPI document. Everything it loads comes from this service. */
public final class Docs {

    private static final String LIBRARY = "/META-INF/resources/webjars/swagger-ui/";
    private static final Map<String, String> FILES = Map.of(
            "swagger-ui.css", "text/css;charset=utf-8",
            "swagger-ui-bundle.js", "text/javascript;charset=utf-8");

    private Docs() {}

    /** The page and the files it loads. */
    public static List<Route> routes() {
        RouteDoc doc = RouteDoc.of("readDocs", "service", "This API as a page to read");
        Reply page = new Reply(200, "text/html;charset=utf-8", resource("/io/millrace/query/docs/index.html"));
        Reply script =
                new Reply(200, "text/javascript;charset=utf-8", resource("/io/millrace/query/docs/docs.js"));
        String version = version();
        return List.of(
                Route.get("/docs", Dialect.GROWTHOS, Guard.EVERYONE, call -> page, doc),
                Route.get("/docs/docs.js", Dialect.GROWTHOS, Guard.EVERYONE, call -> script, doc),
                file("swagger-ui.css", version, doc),
                file("swagger-ui-bundle.js", version, doc));
    }

    private static Route file(String name, String version, RouteDoc doc) {
        Reply reply = new Reply(
                200, FILES.getOrDefault(name, "application/octet-stream"), resource(LIBRARY + version + "/" + name));
        return Route.get("/docs/" + name, Dialect.GROWTHOS, Guard.EVERYONE, call -> reply, doc);
    }

    private static String version() {
        byte[] pom = resource("/META-INF/maven/org.webjars/swagger-ui/pom.properties");
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(new String(pom, StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
        return String.valueOf(properties.getProperty("version"));
    }

    private static byte[] resource(String path) {
        try (InputStream in = Docs.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("resource " + path + " is missing from the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + path + " cannot be read", e);
        }
    }
}
