package io.millrace.standalone;

import io.millrace.delivery.DeliveryService;
import io.millrace.flink.AudienceJob;
import io.millrace.flink.EventJob;
import io.millrace.streams.TopicTrimmer;
import io.millrace.streams.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Trims the topics of facts every hour, since their records have no end by time. */
final class Trimming implements AutoCloseable {

    private static final Duration KEEP = Duration.ofDays(7);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "topic-trimming");
        thread.setDaemon(true);
        return thread;
    });

    private Trimming() {}

    static Trimming start(String bootstrap) {
        TopicTrimmer trimmer = new TopicTrimmer(
                bootstrap,
                Map.of(
                        Topics.EVENTS, eventGroups(),
                        Topics.REJECTED, Set.of(EventJob.GROUP),
                        Topics.CONTACT_MOVES, Set.of(AudienceJob.GROUP),
                        Topics.AUDIENCE_SEEDS, Set.of(AudienceJob.GROUP),
                        Topics.SENDS, DeliveryService.groups(),
                        // People's connections read it too, but begin at the end or ask the table.
                        Topics.SEGMENT_CHANGES, DeliveryService.endpointGroups()),
                KEEP);
        Trimming trimming = new Trimming();
        // Not at once: the first minutes belong to the start and to what waited for it.
        trimming.timer.scheduleWithFixedDelay(() -> trimmer.trim(Instant.now()), 10, 60, TimeUnit.MINUTES);
        return trimming;
    }

    private static Set<String> eventGroups() {
        Set<String> groups = new HashSet<>(DeliveryService.endpointGroups());
        groups.addAll(Set.of(EventJob.GROUP, AudienceJob.GROUP));
        return groups;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
