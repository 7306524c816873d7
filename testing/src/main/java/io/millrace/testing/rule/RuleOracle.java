package io.millrace.testing.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.audience.ProfileWrite.Field;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.Rule;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges rules by definition, one contact at one instant: over all of its events and writes whose time is not after the
 * instant. What had not arrived by then is for the caller to leave out, if the question is what was known then.
 */
public final class RuleOracle {

    private final ZoneId zone;
    private final Set<String> optOutGroups;
    private final Map<String, Rule> segments;

    /**
     * @param zone the workspace's
     * @param segments the rules that others may name, without cycles; every other id is that of a hand-kept segment
     */
    public RuleOracle(ZoneId zone, Set<String> optOutGroups, Map<String, Rule> segments) {
        this.zone = zone;
        this.optOutGroups = Set.copyOf(optOutGroups);
        this.segments = Map.copyOf(segments);
    }

    public boolean holds(Rule rule, OracleContact contact, long now) {
        return rule.accept(new Judge(contact, now));
    }

    private final class Judge implements Rule.Visitor<Boolean> {

        private final OracleContact contact;
        private final long now;
        private final OracleProfile profile;
        private final List<HistoryEvent> events;

        Judge(OracleContact contact, long now) {
            this.contact = contact;
            this.now = now;
            this.profile = new OracleProfile(contact.writes(), now);
            this.events = contact.events().stream()
                    .filter(event -> event.timestamp() <= now)
                    .sorted(Comparator.comparingLong(HistoryEvent::timestamp).thenComparing(HistoryEvent::arrival))
                    .toList();
        }

        @Override
        public Boolean and(Rule.And rule) {
            return rule.conditions().stream().allMatch(condition -> condition.accept(this));
        }

        @Override
        public Boolean or(Rule.Or rule) {
            return rule.conditions().stream().anyMatch(condition -> condition.accept(this));
        }

        @Override
        public Boolean not(Rule.Not rule) {
            return !rule.condition().accept(this);
        }

        @Override
        public Boolean trait(Rule.Trait rule) {
            List<String> path = rule.path().parts();
            JsonNode value = OracleValues.at(profile.value(Field.TRAIT, path.get(0)), path.subList(1, path.size()));
            return OracleValues.holds(rule.test(), value, now, profile.heldSince(path));
        }

        @Override
        public Boolean score(Rule.Score rule) {
            return OracleValues.holds(rule.test(), profile.value(Field.SCORE, rule.name()), now, now);
        }

        @Override
        public Boolean tag(Rule.Tag rule) {
            return profile.tags().contains(rule.tag()) == rule.has();
        }

        @Override
        public Boolean segment(Rule.Segment rule) {
            Rule named = segments.get(rule.id());
            boolean in = named == null ? profile.isTrue(Field.STATIC, rule.id()) : named.accept(this);
            return in == rule.in();
        }

        @Override
        public Boolean subscription(Rule.Subscription rule) {
            return rule.subscribed()
                    ? profile.choice(rule.group()).orElse(optOutGroups.contains(rule.group()))
                    : !profile.choice(rule.group()).orElse(true);
        }

        @Override
        public Boolean events(Rule.Events rule) {
            return new EventsOracle(events, zone(), now).holds(rule);
        }

        @Override
        public Boolean sequence(Rule.Sequence rule) {
            return events.stream().anyMatch(first -> completed(rule.steps(), first, first, rule.withinMillis()));
        }

        /** Whether this event is the first of these steps and the others can follow in time. */
        private boolean completed(List<EventPattern> steps, HistoryEvent event, HistoryEvent first, long within) {
            return EventsOracle.matches(steps.get(0), event)
                    && event.timestamp() - first.timestamp() <= within
                    && (steps.size() == 1
                            || events.stream()
                                    .filter(next -> next.timestamp() > event.timestamp())
                                    .anyMatch(next -> completed(steps.subList(1, steps.size()), next, first, within)));
        }

        @Override
        public Boolean triggerProperty(Rule.TriggerProperty rule) {
            throw rule.outsideCampaign();
        }

        @Override
        public Boolean bucket(Rule.Bucket rule) {
            byte[] hash = md5(contact.name() + rule.salt());
            BigDecimal share = new BigDecimal(new BigInteger(1, hash).shiftRight(64))
                    .divide(new BigDecimal(BigInteger.ONE.shiftLeft(64)))
                    .multiply(BigDecimal.valueOf(100));
            return share.compareTo(BigDecimal.valueOf(rule.percent())) < 0;
        }

        private byte[] md5(String text) {
            try {
                return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        private ZoneId zone() {
            try {
                return ZoneId.of(profile.value(Field.TRAIT, "timezone").asText());
            } catch (DateTimeException e) {
                return zone;
            }
        }
    }
}
