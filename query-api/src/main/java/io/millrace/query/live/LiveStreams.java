package io.millrace.query.live;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.EventType;
import io.millrace.query.http.Call;
import io.millrace.query.http.EventStream;
import io.millrace.query.http.StreamHandler;
import io.millrace.query.request.Faults;
import io.millrace.query.stream.StreamLimit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Opens streams of events as they come, each with what became of it. Called by many threads at once. */
public final class LiveStreams implements StreamHandler, AutoCloseable {

    private static final List<String> PARAMETERS =
            List.of("event", "type", "contact_id", "user_id", "anonymous_id", "outcome");
    private static final List<String> OUTCOMES =
            List.of(LiveFeed.ACCEPTED, LiveFeed.DUPLICATE, LiveFeed.REJECTED, LiveFeed.PENDING);

    private final ContactPersons persons;
    private final LiveFeed feed;
    private final StreamLimit limit = new StreamLimit();

    /** @param bounds the settings that bound each statement in time and memory */
    public LiveStreams(String kafka, ClickHouseClient client, Map<String, String> bounds) {
        this.persons = new ContactPersons(client, bounds);
        this.feed = new LiveFeed(kafka);
    }

    @Override
    public Consumer<EventStream> open(Call call) {
        Faults faults = new Faults();
        call.knowOnly(PARAMETERS, faults);
        Optional<String> type = call.parameter("type");
        if (type.isPresent() && EventType.fromText(type.get()).isEmpty()) {
            faults.invalid("type", TextNode.valueOf(type.get()), "one of track, identify, page, screen, group, alias");
        }
        Set<String> outcomes = outcomes(call, faults);
        faults.throwIfAny();
        String workspace = call.ownWorkspace().id();
        limit.check(workspace);
        LiveFilter filter = new LiveFilter(
                workspace,
                call.parameter("event"),
                type,
                call.parameter("user_id"),
                call.parameter("anonymous_id"),
                call.parameter("contact_id").map(text -> persons.of(workspace, text)),
                outcomes);
        return stream -> {
            limit.opened(workspace, stream);
            feed.join(filter, stream);
        };
    }

    private static Set<String> outcomes(Call call, Faults faults) {
        Optional<String> text = call.parameter("outcome");
        if (text.isEmpty()) {
            return Set.of();
        }
        Set<String> outcomes =
                Arrays.stream(text.get().split(",", -1)).map(String::strip).collect(Collectors.toSet());
        if (!OUTCOMES.containsAll(outcomes)) {
            faults.invalid(
                    "outcome",
                    TextNode.valueOf(text.get()),
                    "of " + String.join(", ", OUTCOMES) + ", parted by commas");
        }
        return outcomes;
    }

    @Override
    public void close() {
        feed.close();
    }
}
