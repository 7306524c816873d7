package io.millrace.query.audience;

import io.millrace.clickhouse.Sql;
import io.millrace.core.rule.Rule;
import io.millrace.query.filter.SqlValues;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Statements about who is in a segment. One object writes one statement. */
final class AudienceSql {

    private final SqlValues values = new SqlValues();
    private final RuleSql rules;
    private final ProfileSql profiles;
    private final Stored stored;
    private final AsOf asOf;

    AudienceSql(AudienceScope scope, AsOf asOf) {
        this.asOf = asOf;
        this.stored = new Stored(scope, asOf, values);
        this.rules = new RuleSql(scope, asOf, values);
        this.profiles = new ProfileSql(scope, asOf, stored, values);
    }

    /** Columns {@code total} and {@code members}. */
    Sql count(Rule rule) {
        return values.sql(
                "SELECT count() AS total, countIf(" + rule.accept(rules) + ") AS members\nFROM " + everyone(""));
    }

    /**
     * Columns {@code total}, {@code members}, {@code sample} (the first members, as numbers in texts), and how many of the
     * members each channel reaches, {@code email} with the addresses of now.
     */
    Sql estimate(Rule rule, int sample, List<Channel> channels) {
        List<String> columns = new ArrayList<>(List.of(
                "count() AS total",
                "countIf(member) AS members",
                "arrayMap(c -> toString(c), groupArraySortedIf(" + sample + ")(contact, member)) AS sample"));
        List<String> inner = new ArrayList<>(List.of("contact", rule.accept(rules) + " AS member"));
        for (Channel channel : channels) {
            columns.add("countIf(member AND reached_" + channel.text() + ") AS " + channel.text());
            inner.add(reached(channel) + " AS reached_" + channel.text());
        }
        return values.sql("SELECT " + String.join(", ", columns) + "\nFROM (SELECT " + String.join(", ", inner)
                + " FROM " + everyone(", argMax(email != '', version) AS has_email") + ")");
    }

    private String reached(Channel channel) {
        return channel.trait()
                .map(path -> profiles.trait(path, Channel.IS_THERE).sql())
                .orElse(
                        channel == Channel.EMAIL
                                ? "(has_email AND NOT "
                                        + profiles.unsubscribedFromAll().sql() + ")"
                                : "true");
    }

    /**
     * Column {@code contact} (as text), in its order as a number.
     *
     * @param after only contacts greater than this number; empty for the first page
     */
    Sql members(Rule rule, String after, int limit) {
        String from = after.isEmpty() ? "" : " AND contact > toUInt128(" + values.text(after) + ")";
        return values.sql("SELECT toString(contact) AS contact\nFROM (SELECT contact FROM " + everyone("") + " WHERE "
                + rule.accept(rules) + from + " ORDER BY contact LIMIT " + values.whole(limit) + ")");
    }

    /** A row per contact: {@code contact} (as text), and {@code held}, one 0 or 1 per rule. */
    Sql judgements(List<Rule> judged) {
        List<String> held = judged.stream()
                .map(rule -> "toUInt8(" + rule.accept(rules) + ")")
                .toList();
        return values.sql("SELECT toString(contact) AS contact, held FROM (SELECT contact, [" + String.join(",\n", held)
                + "] AS held FROM " + everyone("") + ")");
    }

    /**
     * Everybody there is at the instant: whoever has been seen by then and is not deleted or merged away. A contact is
     * created by what arrives first, which need not have happened first: of those that are younger, who did something by
     * the instant after all is there too. Of what was known at some time the same: whose events or writes had arrived,
     * unless it was gone already.
     */
    private String everyone(String more) {
        OptionalLong knownAt = asOf.knownAt();
        String gone = knownAt.isEmpty()
                ? "max(gone) = 0"
                : "maxIf(gone, version < " + values.whole((knownAt.getAsLong() + 1) * 4096)
                        + ") = 0 AND contact IN (SELECT " + stored.contact() + " " + stored.events()
                        + " UNION ALL SELECT " + stored.contact() + " " + stored.allWrites() + ")";
        String created = "min(created_at) <= " + stored.time(asOf.millis());
        String seen = stored.anyoneIsYounger()
                ? "(" + created + " OR contact IN (" + stored.contactsOfLateRows() + "))"
                : created;
        return """
                (
                  SELECT contact%s
                  FROM contacts
                  WHERE %s
                  GROUP BY contact
                  HAVING %s AND %s
                )
                """
                .formatted(more, stored.workspace(), gone, seen);
    }
}
