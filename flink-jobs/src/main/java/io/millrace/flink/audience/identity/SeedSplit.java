package io.millrace.flink.audience.identity;

import io.millrace.core.audience.LeafEvent;
import io.millrace.core.audience.identity.AnonymousLinks;
import io.millrace.core.event.Person;
import io.millrace.streams.record.SeedRecord;
import io.millrace.streams.record.SeedRecordCodec;
import io.millrace.streams.record.UnreadableRecordException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Splits what an anonymous id did among those whom it belonged to as it arrived. */
final class SeedSplit {

    private SeedSplit() {}

    static List<Note> byOwner(Note seed, AnonymousLinks links) throws UnreadableRecordException {
        if (links.slices().isEmpty()) {
            return List.of(seed);
        }
        if (links.slices().size() == 1) {
            return List.of(seed.of(links.slices().get(0).owner()));
        }
        SeedRecord record = SeedRecordCodec.decode(seed.value());
        Map<Person, List<LeafEvent>> byOwner = new LinkedHashMap<>();
        for (LeafEvent event : record.events()) {
            links.ownerAt(event.arrival())
                    .ifPresent(owner -> byOwner.computeIfAbsent(owner, unused -> new ArrayList<>())
                            .add(event));
        }
        List<Note> parts = new ArrayList<>();
        byOwner.forEach((owner, events) -> parts.add(seed.of(owner)
                .with(SeedRecordCodec.encode(new SeedRecord(
                        record.workspace(),
                        record.person(),
                        record.leaf(),
                        record.liveFrom(),
                        record.part(),
                        events)))));
        return parts;
    }
}
