package io.millrace.query.audience;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.ValueTest;
import io.millrace.query.filter.Cell;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.filter.ValueSql;
import java.util.List;

/**
 * Conditions over the profile as sets of contacts. Of the writes to one key that with the greatest event time holds, the
 * later arrival at a tie; whoever has none, or one that removes, is in no set.
 */
final class ProfileSql {

    private final AudienceScope scope;
    private final AsOf asOf;
    private final Stored stored;
    private final SqlValues values;

    ProfileSql(AudienceScope scope, AsOf asOf, Stored stored, SqlValues values) {
        this.scope = scope;
        this.asOf = asOf;
        this.stored = stored;
        this.values = values;
    }

    Contacts trait(Path path, ValueTest test) {
        List<String> within = path.parts().subList(1, path.parts().size());
        String writes = stored.writes("trait", path.first());
        return test.accept(new Tested(writes, Cell.at("value", within, values)));
    }

    Contacts score(String name, ValueTest test) {
        return test.accept(new Tested(stored.writes("score", name), "value"));
    }

    Contacts tag(String tag, boolean has) {
        String newest = "has(JSONExtract(value, 'Array(String)'), " + values.text(tag) + ")";
        return new Contacts(newest(stored.writes("tags", ""), newest), has);
    }

    Contacts handKept(String segment) {
        return new Contacts(newest(stored.writes("static", segment), "value = 'true'"), true);
    }

    /** A choice for every group is one for each. */
    Contacts subscription(String group, boolean subscribed) {
        String choices = stored.writes("subscription") + " AND key IN ('', " + values.text(group) + ")";
        Contacts left = new Contacts(newest(choices, "value = 'false'"), true);
        if (!subscribed) {
            return left;
        }
        return scope.optOutGroups().contains(group)
                ? left.others()
                : new Contacts(newest(choices, "value = 'true'"), true);
    }

    /** Whoever left every group and has joined none since. */
    Contacts unsubscribedFromAll() {
        String order = WriteOrder.OF_WRITES;
        return new Contacts(
                """
                SELECT %s AS contact
                %s AND (value = 'true' OR key = '')
                GROUP BY contact
                HAVING maxIf(%s, key = '' AND value = 'false') > maxIf(%s, value = 'true')
                """
                        .formatted(stored.contact(), stored.writes("subscription"), order, order),
                true);
    }

    private String newest(String writes, String holds) {
        return "SELECT " + stored.contact() + " AS contact\n" + writes + "\nGROUP BY contact\nHAVING argMax(" + holds
                + ", " + WriteOrder.OF_WRITES + ")";
    }

    /** What a value must be; what holds for absent values too is everybody but those for whom the opposite holds. */
    private final class Tested implements ValueTest.Visitor<Contacts> {
        private static final Cell CELL = Cell.json("json");

        private final String writes;
        private final String json;

        /** @param json the value's JSON text in a row of the writes */
        Tested(String writes, String json) {
            this.writes = writes;
            this.json = json;
        }

        /** Each write with its contact, its value in parts, and more columns. */
        private String rows(String names, String columns) {
            return "(SELECT contact, json, " + CELL.columns() + ", " + names + " FROM (SELECT " + stored.contact()
                    + " AS contact, " + json + " AS json, " + columns + " " + writes + "))";
        }

        @Override
        public Contacts compare(ValueTest.Compare test) {
            return test.comparison() == Comparison.NEQ
                    ? holds(equals(test.value())).others()
                    : holds(test);
        }

        @Override
        public Contacts contains(ValueTest.Contains test) {
            return test.negated()
                    ? holds(new ValueTest.Contains(test.value(), false)).others()
                    : holds(test);
        }

        @Override
        public Contacts in(ValueTest.In test) {
            return test.negated()
                    ? holds(new ValueTest.In(test.values(), false)).others()
                    : holds(test);
        }

        @Override
        public Contacts exists(ValueTest.Exists test) {
            Contacts present = holds(new ValueTest.Exists(false));
            return test.negated() ? present.others() : present;
        }

        @Override
        public Contacts date(ValueTest.DateWindow test) {
            return holds(test);
        }

        /**
         * Replays the writes in order of arrival: one that happened before the value that stands changes nothing, and of
         * those in a row that have the value the first says since when.
         */
        @Override
        public Contacts held(ValueTest.Held test) {
            String since = values.whole(asOf.millis() - test.millis());
            return new Contacts(
                    """
                    SELECT contact
                    FROM
                    (
                      SELECT contact, arrayFold(
                        (s, e) -> if(e.3 < s.1, s, (e.3, e.4, if(e.4 = s.2, s.3, e.3))),
                        arraySort(groupArray((arrived, sequence, happened, same))),
                        (toInt64(-1), toUInt8(0), toInt64(-1))) AS state
                      FROM (SELECT *, toUInt8(%s) AS same FROM %s)
                      GROUP BY contact
                    )
                    WHERE state.2 AND state.3 %s %s
                    """
                            .formatted(
                                    condition(equals(test.value())),
                                    rows(
                                            "arrived, sequence, happened",
                                            "received_at AS arrived, sequence, toUnixTimestamp64Milli(timestamp) AS happened"),
                                    test.atLeast() ? "<=" : ">",
                                    since),
                    true);
        }

        private Contacts holds(ValueTest test) {
            return new Contacts(
                    "SELECT contact FROM " + rows("place", WriteOrder.OF_WRITES + " AS place")
                            + " GROUP BY contact HAVING argMax(" + condition(test) + ", place)",
                    true);
        }

        private String condition(ValueTest test) {
            return ValueSql.holds(test, CELL.named(), values, asOf.millis());
        }

        private static ValueTest equals(JsonNode value) {
            return new ValueTest.Compare(Comparison.EQ, value);
        }
    }
}
