package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Buckets;
import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.ValueTest;
import io.millrace.core.rule.Values;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A condition over the profile, ready for use.
 *
 * @param text canonical JSON, for evidence
 * @param reads the part of the profile whose changes touch it; null if none does
 * @param key of that part; null for any
 * @param timed whether time alone changes its answer
 * @param segments those whose rule names it, by place
 */
record ProfileLeaf(
        Rule rule,
        String text,
        ProfileWrite.@Nullable Field reads,
        @Nullable String key,
        boolean timed,
        int[] segments) {

    static ProfileLeaf of(Rule rule, String text, int[] segments) {
        if (rule instanceof Rule.Trait trait) {
            ValueTest test = trait.test();
            boolean timed = test instanceof ValueTest.DateWindow || test instanceof ValueTest.Held;
            return new ProfileLeaf(
                    rule, text, ProfileWrite.Field.TRAIT, trait.path().first(), timed, segments);
        }
        if (rule instanceof Rule.Score score) {
            boolean timed = score.test() instanceof ValueTest.DateWindow;
            return new ProfileLeaf(rule, text, ProfileWrite.Field.SCORE, score.name(), timed, segments);
        }
        if (rule instanceof Rule.Tag) {
            return new ProfileLeaf(rule, text, ProfileWrite.Field.TAGS, null, false, segments);
        }
        if (rule instanceof Rule.Subscription) {
            return new ProfileLeaf(rule, text, ProfileWrite.Field.SUBSCRIPTION, null, false, segments);
        }
        if (rule instanceof Rule.Bucket) {
            return new ProfileLeaf(rule, text, null, null, false, segments);
        }
        throw new IllegalArgumentException("no condition over the profile: " + rule);
    }

    boolean holds(ContactState state, AudienceRules rules, long now) {
        Profile profile = state.profile();
        if (rule instanceof Rule.Trait trait) {
            return test(trait.test(), value(profile), heldSince(profile), now);
        }
        if (rule instanceof Rule.Score score) {
            return test(score.test(), value(profile), 0, now);
        }
        if (rule instanceof Rule.Tag tag) {
            return profile.tags().contains(tag.tag()) == tag.has();
        }
        if (rule instanceof Rule.Subscription subscription) {
            Boolean choice = profile.choice(subscription.group());
            boolean optOut = rules.optOutGroups().contains(subscription.group());
            return subscription.subscribed() ? (choice == null ? optOut : choice) : choice != null && !choice;
        }
        Rule.Bucket bucket = (Rule.Bucket) rule;
        return Buckets.below(state.person().id(), bucket.salt(), bucket.percent());
    }

    /** The value that is tested, null if absent. */
    @Nullable
    JsonNode value(Profile profile) {
        if (rule instanceof Rule.Trait trait) {
            return TraitValues.at(profile, trait.path());
        }
        JsonNode score = rule instanceof Rule.Score named ? profile.scores.value(named.name()) : null;
        return Values.isAbsent(score) ? null : score;
    }

    long heldSince(Profile profile) {
        Cell cell = rule instanceof Rule.Trait trait
                ? profile.traits.cells().get(trait.path().first())
                : null;
        return cell == null ? 0 : cell.heldSince().of(((Rule.Trait) rule).path());
    }

    private static boolean test(ValueTest test, @Nullable JsonNode value, long heldSince, long now) {
        if (test instanceof ValueTest.DateWindow window) {
            return Values.holds(window, value, now);
        }
        if (test instanceof ValueTest.Held held) {
            return equal(held.value(), value) && now - heldSince >= held.millis() == held.atLeast();
        }
        return Values.holds(test, value);
    }

    private static boolean equal(JsonNode expected, @Nullable JsonNode value) {
        return Values.holds(new ValueTest.Compare(Comparison.EQ, expected), value);
    }

    /** The first instant after {@code now} at which time alone changes the answer. */
    long next(ContactState state, long now) {
        Profile profile = state.profile();
        JsonNode value = value(profile);
        if (!timed || value == null) {
            return Window.NEVER;
        }
        ValueTest test = rule instanceof Rule.Trait trait ? trait.test() : ((Rule.Score) rule).test();
        if (test instanceof ValueTest.Held held) {
            long due = heldSince(profile) + held.millis();
            return equal(held.value(), value) && due > now ? due : Window.NEVER;
        }
        ValueTest.DateWindow window = (ValueTest.DateWindow) test;
        OptionalLong found = Values.dateMillis(value);
        if (found.isEmpty()) {
            return Window.NEVER;
        }
        long date = found.getAsLong();
        long begins =
                switch (window.kind()) {
                    case WITHIN_LAST -> date;
                    case WITHIN_NEXT -> date - window.millis();
                    case OLDER_THAN -> date + window.millis();
                };
        long ends =
                switch (window.kind()) {
                    case WITHIN_LAST -> date + window.millis();
                    case WITHIN_NEXT -> date;
                    case OLDER_THAN -> Window.NEVER;
                };
        if (begins > now) {
            return begins;
        }
        return ends > now ? ends : Window.NEVER;
    }
}
