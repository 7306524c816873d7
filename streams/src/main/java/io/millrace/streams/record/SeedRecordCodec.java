package io.millrace.streams.record;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.LeafEvent;
import io.millrace.core.audience.LeafKey;
import io.millrace.core.event.Person;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a {@link SeedRecord}. Format 1: version, workspace, userId, anonymousId (texts, one of the last two
 * absent), condition, liveFrom (eight bytes each), part and number of events (varints); of each event timestamp, arrival
 * and its sequence (eight bytes each), roles (varint), number (text, absent if none), hash (eight bytes).
 */
public final class SeedRecordCodec {

    static final byte VERSION = 1;
    private static final int BYTES_PER_EVENT = 40;

    private SeedRecordCodec() {}

    public static byte[] encode(SeedRecord record) {
        boolean user = record.person().kind() == Person.Kind.USER;
        String id = record.person().id();
        ByteWriter writer = new ByteWriter(
                        100 + BYTES_PER_EVENT * record.events().size())
                .one(VERSION)
                .text(record.workspace())
                .text(user ? id : null)
                .text(user ? null : id)
                .bits(record.leaf().hash())
                .bits(record.liveFrom())
                .unsigned(record.part())
                .unsigned(record.events().size());
        for (LeafEvent event : record.events()) {
            BigDecimal number = event.number();
            writer.bits(event.timestamp())
                    .bits(event.arrival().millis())
                    .bits(event.arrival().sequence())
                    .unsigned(event.roles())
                    .text(number == null ? null : number.toString())
                    .bits(event.hash());
        }
        return writer.toByteArray();
    }

    public static SeedRecord decode(byte[] value) throws UnreadableRecordException {
        ByteReader reader = new ByteReader(value);
        byte version = reader.one();
        if (version != VERSION) {
            throw new UnreadableRecordException("is of format " + version + ", this version reads " + VERSION);
        }
        try {
            String workspace = reader.text();
            Person person = Person.of(reader.textOrNull(), reader.textOrNull());
            LeafKey leaf = new LeafKey(reader.bits());
            long liveFrom = reader.bits();
            int part = reader.unsigned();
            int count = reader.unsigned();
            if (count < 0 || count > SeedRecord.EVENTS_MAX) {
                throw new UnreadableRecordException("has " + count + " events");
            }
            List<LeafEvent> events = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                events.add(event(reader));
            }
            return new SeedRecord(workspace, person, leaf, liveFrom, part, events);
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException(String.valueOf(e.getMessage()));
        }
    }

    private static LeafEvent event(ByteReader reader) throws UnreadableRecordException {
        long timestamp = reader.bits();
        Arrival arrival = new Arrival(reader.bits(), reader.bits());
        int roles = reader.unsigned();
        String number = reader.textOrNull();
        return new LeafEvent(timestamp, arrival, roles, number == null ? null : new BigDecimal(number), reader.bits());
    }
}
