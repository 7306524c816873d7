package io.millrace.delivery.flow;

import io.millrace.core.campaign.Channel;
import io.millrace.core.definition.WorkspaceSettings.GroupDefault;
import io.millrace.delivery.channel.Carrier;
import io.millrace.delivery.consent.Standings;
import io.millrace.delivery.outcome.MessageEvents;
import io.millrace.delivery.outcome.OutcomeLog;
import io.millrace.delivery.outcome.Recorder;
import io.millrace.render.Renderer;
import io.millrace.streams.record.SendRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** All channels of this instance, each reading topic {@code sends} by itself. */
public final class Flow implements AutoCloseable {

    private final List<ChannelPipeline> pipelines;

    private Flow(List<ChannelPipeline> pipelines) {
        this.pipelines = pipelines;
    }

    /**
     * What channels share.
     *
     * @param groups what contacts are that made no choice, by workspace and group
     * @param paused whether a send's campaign is
     */
    public record Shared(
            String bootstrap,
            OutcomeLog log,
            MessageEvents events,
            Standings standings,
            Function<String, Map<String, GroupDefault>> groups,
            Predicate<SendRecord> paused,
            Renderer renderer,
            Links links,
            Clock clock) {}

    /** The consumer groups that read topic {@code sends}: what all of them have passed may be trimmed. */
    public static Set<String> groups() {
        return Arrays.stream(Channel.values()).map(ChannelPipeline::group).collect(Collectors.toUnmodifiableSet());
    }

    /** Begins to deliver. The carriers are closed with this. */
    public static Flow start(Shared shared, Map<Channel, Carrier> carriers, Map<Channel, Pace> paces) {
        List<ChannelPipeline> pipelines = new ArrayList<>();
        carriers.forEach((channel, carrier) -> {
            Pace pace = paces.get(channel);
            if (pace == null) {
                throw new IllegalArgumentException("channel " + channel.text() + " has no pace");
            }
            pipelines.add(pipeline(shared, channel, carrier, pace));
        });
        pipelines.forEach(ChannelPipeline::start);
        return new Flow(pipelines);
    }

    private static ChannelPipeline pipeline(Shared shared, Channel channel, Carrier carrier, Pace pace) {
        Load load = new Load();
        Recorder recorder = new Recorder(shared.bootstrap(), channel, shared.log(), shared.events(), shared.clock());
        Attempt.Rules rules = new Attempt.Rules(shared.standings(), shared.groups(), shared.paused());
        Attempt attempt = new Attempt(rules, shared.renderer(), shared.links(), carrier, shared.clock());
        ChannelWork work =
                new ChannelWork(channel, pace, attempt, carrier, recorder, shared.log(), load, shared.clock());
        return new ChannelPipeline(shared.bootstrap(), channel, recorder, shared.log(), shared.standings(), work, load);
    }

    @Override
    public void close() {
        pipelines.parallelStream().forEach(ChannelPipeline::close);
    }
}
