package io.millrace.testing.rule;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.ProfileWrite;
import io.millrace.core.event.Person;
import java.util.ArrayList;
import java.util.List;

/** A contact as it is known at some instant: its events, and every write to its profile, in order of arrival. */
public final class OracleContact {

    private final Person root;
    private final int generation;
    private final List<HistoryEvent> events = new ArrayList<>();
    private final List<ProfileWrite> writes = new ArrayList<>();
    private boolean exists;

    OracleContact(Person root, int generation) {
        this.root = root;
        this.generation = generation;
    }

    /** Its external id, else its anonymous id. */
    public Person root() {
        return root;
    }

    /** How often a contact of that id was deleted before. */
    public int generation() {
        return generation;
    }

    /** What bucketing goes by. */
    public String name() {
        return root.id();
    }

    List<HistoryEvent> events() {
        return events;
    }

    List<ProfileWrite> writes() {
        return writes;
    }

    /** Whether anything named it since its generation began. */
    boolean exists() {
        return exists;
    }

    void touch() {
        exists = true;
    }

    void write(ProfileWrite.Field field, String key, String value, long timestamp, Arrival arrival) {
        writes.add(new ProfileWrite(field, key, value, timestamp, arrival));
    }
}
