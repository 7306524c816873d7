package io.millrace.query.audience;

import io.millrace.query.filter.SqlValues;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * When the local day of each contact began. Java works it out for every zone that occurs, so that days of 23 and 25 hours
 * and those that begin after midnight are right; ClickHouse looks up which one a contact has.
 */
final class DaySql {

    private final AudienceScope scope;
    private final AsOf asOf;
    private final Stored stored;
    private final SqlValues values;

    DaySql(AudienceScope scope, AsOf asOf, Stored stored, SqlValues values) {
        this.scope = scope;
        this.asOf = asOf;
        this.stored = stored;
        this.values = values;
    }

    /** Rows of events of today with their contact in column {@code today_contact}, as FROM and WHERE. */
    String today() {
        long usual = start(scope.zone());
        long earliest = scope.zones().values().stream().mapToLong(this::start).reduce(usual, Math::min);
        String rows = "(SELECT *, " + stored.contact() + " AS today_contact " + stored.events() + " AND timestamp >= "
                + stored.time(earliest) + ")";
        if (scope.zones().isEmpty()) {
            return "FROM " + rows + "\nWHERE true";
        }
        return "FROM " + rows + " AS events_of_today ANY LEFT JOIN (" + starts()
                + ") AS day_starts ON today_contact = zoned_contact\nWHERE toUnixTimestamp64Milli(timestamp) >= "
                + "if(day_start = -1 OR zoned_contact = 0, " + values.whole(usual) + ", day_start)";
    }

    /** Of contacts with a zone of their own; -1 where the zone is none. */
    private String starts() {
        List<String> zones = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        for (Map.Entry<String, ZoneId> zone : scope.zones().entrySet()) {
            zones.add(zone.getKey());
            starts.add(start(zone.getValue()));
        }
        return """
                SELECT %s AS zoned_contact,
                  argMax(transform(value, %s, %s, toInt64(-1)), %s) AS day_start
                %s
                GROUP BY zoned_contact
                """
                .formatted(
                        stored.contact(),
                        values.texts(zones),
                        values.wholes(starts),
                        WriteOrder.OF_WRITES,
                        stored.writes("trait", "timezone"));
    }

    private long start(ZoneId zone) {
        return Instant.ofEpochMilli(asOf.millis())
                .atZone(zone)
                .toLocalDate()
                .atStartOfDay(zone)
                .toInstant()
                .toEpochMilli();
    }
}
