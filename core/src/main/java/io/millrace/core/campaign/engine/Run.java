package io.millrace.core.campaign.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One contact's way through one version of a campaign. Mutable, used by one thread; where it stands is changed through
 * {@link ContactRuns}, which finds runs by it.
 */
final class Run {

    static final long NEVER = Long.MAX_VALUE;

    /** What a run does where it stands. The order stands in states and never changes. */
    enum Stay {
        /** Waits for an instant or for what happens. */
        WAITS,
        /** Waits at a send for the campaign's gate. */
        NEEDS_SLOT,
        /** Came due while the campaign was paused: on the way {@link #way} out of the node. */
        HELD_TO_GO,
        /** Came due while the campaign was paused: what the node does is to be done again. */
        HELD_TO_DO
    }

    final String id;
    final String campaign;
    final long version;
    /** Orders the runs of a contact by entry. */
    final long serial;

    final long enteredAt;
    final boolean heldOut;
    /** Of {@code per_key}; null if the campaign has none. */
    final @Nullable JsonNode key;

    final Started started;

    String node;
    Stay stay = Stay.WAITS;
    /** Until when it waits, as people are told; {@link #NEVER} if nobody knows. */
    long until = NEVER;
    /** When it must be asked, {@link #NEVER} if no time does it. */
    long wake = NEVER;
    /** The way out it takes when it may go on; null for the only one. */
    @Nullable
    String way;

    boolean converted;
    /** When its messages left, in order, as far as the goal asks for it. */
    long[] messages = {};
    /** How often it came to nodes on circles. */
    final TreeMap<String, Integer> visits = new TreeMap<>();

    Run(
            String id,
            String campaign,
            long version,
            long serial,
            long enteredAt,
            boolean heldOut,
            @Nullable JsonNode key,
            Started started,
            String node) {
        this.id = id;
        this.campaign = campaign;
        this.version = version;
        this.serial = serial;
        this.enteredAt = enteredAt;
        this.heldOut = heldOut;
        this.key = key;
        this.started = started;
        this.node = node;
    }

    /** The same run as one of another contact's. */
    Run ofContact(long otherSerial) {
        Run moved = new Run(id, campaign, version, otherSerial, enteredAt, heldOut, key, started, node);
        moved.stay = stay;
        moved.until = until;
        moved.wake = wake;
        moved.way = way;
        moved.converted = converted;
        moved.messages = messages;
        moved.visits.putAll(visits);
        return moved;
    }

    void messageLeft(long at) {
        messages = Arrays.copyOf(messages, messages.length + 1);
        messages[messages.length - 1] = at;
    }

    boolean isHeld() {
        return stay == Stay.HELD_TO_GO || stay == Stay.HELD_TO_DO;
    }
}
