package io.millrace.core.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.millrace.core.event.Person;
import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.EventTest;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.TimeScope;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContactEngineTest {

    private static final long DAY = 86_400_000;

    private static final ContactEngine ENGINE = new ContactEngine(new AudienceRules(
            1,
            ZoneOffset.UTC,
            Set.of(),
            List.of(new SegmentRule(
                    "active",
                    1,
                    new Rule.Events(
                            EventPattern.named("login"),
                            new TimeScope.Sliding(7 * DAY),
                            new EventTest.Count(Comparison.GTE, 3)))),
            List.of(),
            Map.of()));

    @Test
    void contactEntersByItsThirdLoginAndLeavesAsTheOldestTurnsSevenDaysOld() {
        ContactState ann = ContactState.unborn(new Person(Person.Kind.USER, "ann"));
        List<SegmentTransition> transitions = new ArrayList<>();
        for (long login : new long[] {0, DAY, 2 * DAY}) {
            ann = ContactStates.copy(ann);
            TestEvent event = TestEvent.track("login", login, new Arrival(login, 0), "{}");
            transitions.addAll(
                    ENGINE.step(ann, login, List.of(new Input.Event(event))).transitions());
        }

        assertThat(ann.nextWake()).hasValue(7 * DAY);
        transitions.addAll(ENGINE.step(ann, 30 * DAY, List.of()).transitions());
        assertThat(transitions)
                .extracting(SegmentTransition::at, SegmentTransition::entered, SegmentTransition::cause)
                .containsExactly(tuple(2 * DAY, true, Cause.EVENT), tuple(7 * DAY, false, Cause.EXPIRY));
        assertThat(ann.nextWake()).isEmpty();
    }
}
