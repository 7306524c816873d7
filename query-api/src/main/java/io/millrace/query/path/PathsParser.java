package io.millrace.query.path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.filter.FilterParser;
import io.millrace.query.filter.Leaf;
import io.millrace.query.filter.Selector;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.Elapsed;
import io.millrace.query.time.TimeRange;
import io.millrace.query.time.TimeRangeParser;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the fields that {@code paths} knows. */
final class PathsParser {

    private static final Duration SESSION = Duration.ofMinutes(30);
    private static final int DEPTH_DEFAULT = 5;
    private static final int LIMIT_DEFAULT = 50;

    private PathsParser() {}

    /** The query; empty if anything is wrong with it. Type and format have been read. */
    static Optional<PathsQuery> parse(ObjectReader query, TimeRangeParser ranges) {
        Optional<TimeRange> range = ranges.parse(query);
        Optional<Selector> start = selector(query, "start");
        Optional<Selector> end = selector(query, "end");
        JsonNode both = query.any("end");
        if (both != null && query.any("start") != null) {
            query.faults().invalid(query.at("end"), both, "either a start or an end");
        }
        int depth = query.whole("depth", DEPTH_DEFAULT, 1, PathsQuery.DEPTH_MAX);
        Duration session = session(query);
        int limit = query.whole("limit", LIMIT_DEFAULT, 1, PathsQuery.LIMIT_MAX);
        List<Leaf> filters = FilterParser.parse(query);
        query.finish();
        if (!query.faults().isEmpty() || range.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new PathsQuery(start.or(() -> end), start.isPresent(), depth, session, limit, range.get(), filters));
    }

    private static Optional<Selector> selector(ObjectReader query, String name) {
        JsonNode node = query.any(name);
        return node == null
                ? Optional.empty()
                : ObjectReader.of(node, query.at(name), query.faults()).map(reader -> {
                    Selector selector = FilterParser.selector(reader);
                    reader.finish();
                    return selector;
                });
    }

    private static Duration session(ObjectReader query) {
        Optional<String> text = query.text("session");
        if (text.isEmpty()) {
            return SESSION;
        }
        Optional<Duration> session = Elapsed.parse(text.get()).filter(known -> !known.isZero());
        if (session.isEmpty()) {
            query.faults().invalid(query.at("session"), TextNode.valueOf(text.get()), Elapsed.EXPECTED);
        }
        return session.orElse(SESSION);
    }
}
