package io.millrace.query.audience;

import io.millrace.core.audience.SegmentRule;
import io.millrace.core.rule.Rule;
import io.millrace.query.filter.SqlValues;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Turns a rule into a condition on a column {@code contact}: each leaf is the set of contacts that something is true of,
 * or everybody but such a set. So what is absent needs no row, and a condition is never null.
 */
final class RuleSql implements Rule.Visitor<String> {

    private final AudienceScope scope;
    private final SqlValues values;
    private final Stored stored;
    private final ProfileSql profiles;
    private final EventsSql events;
    private final Deque<String> within = new ArrayDeque<>();

    RuleSql(AudienceScope scope, AsOf asOf, SqlValues values) {
        this.scope = scope;
        this.values = values;
        this.stored = new Stored(scope, asOf, values);
        this.profiles = new ProfileSql(scope, asOf, stored, values);
        this.events = new EventsSql(asOf, stored, new DaySql(scope, asOf, stored, values), values);
    }

    @Override
    public String and(Rule.And rule) {
        return joined(rule.conditions(), " AND ", "true");
    }

    @Override
    public String or(Rule.Or rule) {
        return joined(rule.conditions(), " OR ", "false");
    }

    @Override
    public String not(Rule.Not rule) {
        return "(NOT " + rule.condition().accept(this) + ")";
    }

    @Override
    public String trait(Rule.Trait rule) {
        return profiles.trait(rule.path(), rule.test()).sql();
    }

    @Override
    public String score(Rule.Score rule) {
        return profiles.score(rule.name(), rule.test()).sql();
    }

    @Override
    public String tag(Rule.Tag rule) {
        return profiles.tag(rule.tag(), rule.has()).sql();
    }

    @Override
    public String segment(Rule.Segment rule) {
        Optional<SegmentRule> named = scope.segments().apply(rule.id());
        if (named.isEmpty()) {
            return rule.in() ? "false" : "true";
        }
        String member = member(named.get());
        return rule.in() ? member : "(NOT " + member + ")";
    }

    /** Members of a hand-kept segment were put there; of others the rule itself tells, at the same instant. */
    private String member(SegmentRule segment) {
        Rule rule = segment.rule();
        if (rule == null) {
            return profiles.handKept(segment.id()).sql();
        }
        if (within.contains(segment.id())) {
            throw new IllegalStateException("segments name each other in a circle: " + within);
        }
        within.push(segment.id());
        String member = rule.accept(this);
        within.pop();
        return member;
    }

    @Override
    public String subscription(Rule.Subscription rule) {
        return profiles.subscription(rule.group(), rule.subscribed()).sql();
    }

    @Override
    public String events(Rule.Events rule) {
        return events.test(rule).sql();
    }

    @Override
    public String sequence(Rule.Sequence rule) {
        return events.sequence(rule).sql();
    }

    @Override
    public String triggerProperty(Rule.TriggerProperty rule) {
        throw rule.outsideCampaign();
    }

    /** The first eight bytes of the hash as one number, its last byte first in memory. */
    @Override
    public String bucket(Rule.Bucket rule) {
        String name = "if(external_id != '', external_id, anonymous_id)";
        String hash = "MD5(concat(" + name + ", " + values.text(rule.salt()) + "))";
        return new Contacts(
                        """
                        SELECT contact
                        FROM contacts
                        WHERE %s
                          AND toFloat64(reinterpretAsUInt64(reverse(substring(%s, 1, 8)))) / 18446744073709551616. * 100
                            < %s
                        """
                                .formatted(stored.workspace(), hash, values.floating(rule.percent())),
                        true)
                .sql();
    }

    private String joined(List<Rule> conditions, String operator, String ofNone) {
        return conditions.isEmpty()
                ? ofNone
                : conditions.stream()
                        .map(condition -> condition.accept(this))
                        .collect(Collectors.joining(operator, "(", ")"));
    }
}
