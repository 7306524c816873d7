package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Values;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values by key: of all writes of a key the one with the greatest event time stands, the later arrival at a tie. */
final class Register {

    private final ProfileWrite.Field field;
    private final TreeMap<String, Cell> cells = new TreeMap<>();

    Register(ProfileWrite.Field field) {
        this.field = field;
    }

    Map<String, Cell> cells() {
        return cells;
    }

    /** Null if it was never written or was removed. */
    @Nullable
    JsonNode value(String key) {
        Cell cell = cells.get(key);
        return cell == null ? null : cell.value();
    }

    void put(String key, Cell cell) {
        cells.put(key, cell);
    }

    /** Whether the value is another now. A null or absent value removes. */
    boolean write(String key, @Nullable JsonNode written, long timestamp, Arrival arrival) {
        JsonNode value = Values.isAbsent(written) ? null : written;
        Cell before = cells.get(key);
        if (before == null) {
            cells.put(key, new Cell(value, timestamp, arrival, Since.at(timestamp)));
            return value != null;
        }
        if (!before.yieldsTo(timestamp, arrival)) {
            return false;
        }
        // Not by Values.same: contains and people see how a number is written.
        boolean changed = !Objects.equals(before.value(), value);
        Since since = before.heldSince().after(before.value(), value, timestamp);
        cells.put(key, new Cell(value, timestamp, arrival, since));
        return changed;
    }

    /**
     * Takes in another contact's register. A key that both have is a conflict; unless it goes by time, its outcome is a
     * write of its own, as new as the newer of both, at the merge.
     */
    void absorb(Register source, ConflictResolution resolution, Arrival merge, List<ProfileWrite> writes) {
        source.cells.forEach((key, theirs) -> {
            Cell ours = cells.get(key);
            if (ours == null) {
                cells.put(key, theirs);
            } else {
                cells.put(key, resolve(key, ours, theirs, resolution, merge, writes));
            }
        });
    }

    private Cell resolve(
            String key,
            Cell ours,
            Cell theirs,
            ConflictResolution resolution,
            Arrival merge,
            List<ProfileWrite> writes) {
        boolean takesTheirs =
                switch (resolution) {
                    case NEWEST -> ours.yieldsTo(theirs.timestamp(), theirs.arrival());
                    case PREFER_TARGET -> ours.value() == null;
                    case PREFER_SOURCE -> theirs.value() != null;
                };
        Cell winner = takesTheirs ? theirs : ours;
        Since since = heldSince(winner, takesTheirs ? ours : theirs);
        if (resolution == ConflictResolution.NEWEST) {
            return new Cell(winner.value(), winner.timestamp(), winner.arrival(), since);
        }
        long timestamp = Math.max(ours.timestamp(), theirs.timestamp());
        writes.add(new ProfileWrite(field, key, text(winner.value()), timestamp, merge));
        return new Cell(winner.value(), timestamp, merge, since);
    }

    /** Since when a merged value stands: what the other contact had in between interrupts it. */
    private static Since heldSince(Cell winner, Cell loser) {
        if (Values.same(winner.value(), loser.value())) {
            return winner.heldSince().at() <= loser.heldSince().at() ? winner.heldSince() : loser.heldSince();
        }
        boolean interrupted = winner.heldSince().at() <= loser.timestamp() && loser.timestamp() <= winner.timestamp();
        return interrupted ? Since.at(winner.timestamp()) : winner.heldSince();
    }

    static String text(@Nullable JsonNode value) {
        return value == null ? "null" : value.toString();
    }
}
