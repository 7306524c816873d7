package io.millrace.query.attribution;

import io.millrace.clickhouse.Symbols;
import io.millrace.query.identity.ContactNumbers;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Finds the contacts behind some of the rows: who has a touchpoint there or, where nothing is known, a conversion without. */
final class Members implements AttributionRows.Receiver {

    private final AttributionQuery query;
    private final Symbols dimensions;
    private final Predicate<String> meant;
    private final ContactNumbers found;
    private final boolean absentIsMeant;
    private final Map<Integer, Boolean> byRow = new HashMap<>();

    /** @param meant whether a row is asked for, by its values as they are stored */
    Members(AttributionQuery query, Symbols dimensions, String absent, Predicate<String> meant, ContactNumbers found) {
        this.query = query;
        this.dimensions = dimensions;
        this.meant = meant;
        this.found = found;
        this.absentIsMeant = meant.test(absent);
    }

    @Override
    public void contact(Path path) {
        if (hasTouch(path) || absentIsMeant && hasUntouchedConversion(path)) {
            found.add(path.high(), path.low());
        }
    }

    private boolean hasTouch(Path path) {
        for (int touch = 0; touch < path.touches().size(); touch++) {
            if (byRow.computeIfAbsent(path.touches().kind(touch), row -> meant.test(dimensions.text(row)))) {
                return true;
            }
        }
        return false;
    }

    private boolean hasUntouchedConversion(Path path) {
        for (int i = 0; i < path.conversionCount(); i++) {
            long at = path.convertedAt(i);
            if (path.touches().firstFrom(at - query.lookback().toMillis())
                    == path.touches().firstFrom(at + 1)) {
                return true;
            }
        }
        return false;
    }
}
