package io.millrace.query.count;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.filter.Selector;
import io.millrace.query.http.Call;
import io.millrace.query.request.Faults;
import io.millrace.query.time.Buckets;
import io.millrace.query.time.Interval;
import io.millrace.query.time.TimeRange;
import io.millrace.query.time.TimeRangeParser;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which windows are asked for. Counts are kept by the minute: a minute belongs to the range if it begins in it, and to
 * the window in which it begins.
 *
 * @param byEvent whether each event's name has rows of its own
 */
record CountsQuery(Selector event, boolean byEvent, TimeRange range, Interval window, Buckets windows) {

    private static final List<String> PARAMETERS = List.of("event", "from", "to", "window", "group_by", "format");
    private static final Map<String, Interval> WINDOWS =
            Map.of("minute", Interval.MINUTE, "hour", Interval.HOUR, "day", Interval.DAY);

    /** Ends the request if anything is wrong with it. */
    static CountsQuery of(Call call, Faults faults) {
        call.knowOnly(PARAMETERS, faults);
        String window = call.parameter("window").orElse("hour");
        if (!WINDOWS.containsKey(window)) {
            faults.invalid("window", TextNode.valueOf(window), "minute, hour or day");
        }
        Optional<String> grouping = call.parameter("group_by");
        if (grouping.isPresent() && !grouping.get().equals("event")) {
            faults.invalid("group_by", TextNode.valueOf(grouping.get()), "event");
        }
        Interval interval = WINDOWS.getOrDefault(window, Interval.HOUR);
        Optional<TimeRange> range = range(call, interval, faults);
        faults.throwIfAny();
        TimeRange asked = range.orElseThrow();
        return new CountsQuery(
                call.parameter("event").map(Selector::named).orElse(Selector.ANY),
                grouping.isPresent(),
                asked,
                interval,
                Buckets.of(asked, interval));
    }

    /** Without bounds: as many windows as one looks at, the last of them going on now. */
    private static Optional<TimeRange> range(Call call, Interval interval, Faults faults) {
        // The plus of an offset arrives as a space where a client did not encode it.
        Optional<String> from = call.parameter("from").map(text -> text.replace(' ', '+'));
        Optional<String> to = call.parameter("to").map(text -> text.replace(' ', '+'));
        if (from.isEmpty() && to.isEmpty() && interval != Interval.DAY) {
            Instant begin = interval == Interval.MINUTE
                    ? call.at().truncatedTo(ChronoUnit.MINUTES).minus(59, ChronoUnit.MINUTES)
                    : call.at().truncatedTo(ChronoUnit.HOURS).minus(23, ChronoUnit.HOURS);
            from = Optional.of(begin.toString());
            to = Optional.of(call.at().toString());
        }
        return new TimeRangeParser(call.ownWorkspace().timezone(), call.at()).parse(from, to, faults);
    }
}
