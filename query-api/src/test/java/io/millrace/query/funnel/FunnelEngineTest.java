package io.millrace.query.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.query.filter.Selector;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ordered funnels, in the words of {@link Story}. */
class FunnelEngineTest {

    private final Story story = new Story();

    @Test
    void anythingMayLieBetween() {
        assertThat(story.run("A1 z2 C3 B4 z5 C6")).isEqualTo("1 4 6");
    }

    @Test
    void theEndOfTheWindowCounts() {
        assertThat(story.run("A1 B101")).isEqualTo("1 101 -");
        assertThat(story.run("A1 B102")).isEqualTo("1 - -");
    }

    @Test
    void theWindowRunsFromStepOneOfEachAttempt() {
        assertThat(story.run("A1 A50 B110 C140")).isEqualTo("50 110 140");
    }

    @Test
    void aLaterStepOneDoesNotEndTheAttemptBefore() {
        assertThat(story.run("A1 B2 A3 C4")).isEqualTo("1 2 4");
    }

    @Test
    void timesComeFromTheFirstAttemptThatCompleted() {
        assertThat(story.run("A1 A5 B6 C7 A8 B9 C10")).isEqualTo("1 6 7");
    }

    @Test
    void timesOfIncompleteContactsComeFromTheFirstThatReachedFurthest() {
        assertThat(story.run("A1 A200 B201 A400 B402")).isEqualTo("200 201 -");
    }

    @Test
    void aRepeatedStepNeedsASecondEvent() {
        story.steps = List.of(Story.step("A"), Story.step("A"), Story.step("B"));
        assertThat(story.run("1:1,2 5:3")).isEqualTo("1 - -");
        assertThat(story.run("1:1,2 2:1,2 5:3")).isEqualTo("1 2 5");
    }

    @Test
    void eventsOfOneInstantFillStepsInWhicheverOrderConvertsMost() {
        assertThat(story.run("C1 B1 A1")).isEqualTo("1 1 1");
        // Two events, one fits steps 1 and 2: both steps are filled, each event once.
        assertThat(story.run("1:1,2 1:1")).isEqualTo("1 1 -");
        assertThat(story.run("1:1,2")).isEqualTo("1 - -");
    }

    @Test
    void anExclusionMarksTheAttemptInWhichItHappens() {
        story.exclusions = List.of(new Exclusion(Selector.ANY, 0, 2));
        assertThat(story.run("A1 x2 B3 C4")).isEqualTo("none");
        assertThat(story.run("A1 x2 A3 B4 C5")).isEqualTo("3 4 5");
        // The marked attempt reached further, so the clean one does not count.
        assertThat(story.run("A1 x2 B3 A150")).isEqualTo("none");
        assertThat(story.run("A1 B2 C3 x4")).isEqualTo("1 2 3");
        assertThat(story.run("x1 A2 B3")).isEqualTo("2 3 -");
        assertThat(story.run("A1 B2 x102")).isEqualTo("1 2 -");
        assertThat(story.run("A1 B2 x101")).isEqualTo("none");
    }

    @Test
    void anExclusionAtTheInstantOfAStepExcludesNothing() {
        story.exclusions = List.of(new Exclusion(Selector.ANY, 0, 2));
        assertThat(story.run("A1 x1 B2 x2 C3 x3")).isEqualTo("1 2 3");
    }

    @Test
    void anExclusionBetweenTwoStepsLeavesTheOthersAlone() {
        story.exclusions = List.of(new Exclusion(Selector.ANY, 1, 2));
        assertThat(story.run("A1 x2 B3 C4")).isEqualTo("1 3 4");
        assertThat(story.run("A1 B2 x3 C4")).isEqualTo("none");
    }

    @Test
    void optionalStepsAreNeitherRequiredNorInTheWay() {
        story.steps = List.of(Story.step("A"), Story.optional("B"), Story.step("C"));
        assertThat(story.run("A1 C3")).isEqualTo("1 - 3");
        assertThat(story.run("A1 B2 C3")).isEqualTo("1 2 3");
        assertThat(story.run("A1 C3 B4")).isEqualTo("1 - 3");
        assertThat(story.run("A1 B4")).isEqualTo("1 4 -");
        // The one event that fits both goes to the step that is required.
        assertThat(story.run("A1 2:2,3")).isEqualTo("1 - 2");
        assertThat(story.run("A1 2:2,3 2:2")).isEqualTo("1 2 2");
    }

    @Test
    void entryAndConversionLieInTheRangeUnlessAskedOtherwise() {
        assertThat(story.run("A990 B1001 C1002")).isEqualTo("990 - -");
        story.afterRange = true;
        assertThat(story.run("A990 B1001 C1002")).isEqualTo("990 1001 1002");
        assertThat(story.run("A1001 B1002 C1003")).isEqualTo("none");
    }

    @Test
    void aFirstTimeStepTakesTheFirstEventOfAllHistoryOnly() {
        story.steps = List.of(new FunnelStep(Selector.ANY, "A", false, FunnelStep.FirstTime.MATCHING), Story.step("B"));
        assertThat(story.run("A-5 A1 B2")).isEqualTo("none");
        assertThat(story.run("A1 A3 B4")).isEqualTo("1 4");
    }

    @Test
    void anyOtherEventBreaksAStrictChain() {
        story.order = Order.STRICT;
        assertThat(story.run("A1 B2 C3")).isEqualTo("1 2 3");
        assertThat(story.run("A1 z2 B3 C4")).isEqualTo("1 - -");
        assertThat(story.run("A1 B2 B3 C4")).isEqualTo("1 2 -");
        assertThat(story.run("A1 A2 B3 C4")).isEqualTo("2 3 4");
        assertThat(story.run("z1 A2 B3 C4 z5")).isEqualTo("2 3 4");
    }

    @Test
    void tiesDoNotBreakAStrictChain() {
        story.order = Order.STRICT;
        assertThat(story.run("A1 z1 z2 B2 z3 C3")).isEqualTo("1 2 3");
        assertThat(story.run("B1 A1 C2")).isEqualTo("1 1 2");
        assertThat(story.run("A1 B2 z2 C2")).isEqualTo("1 2 2");
    }

    @Test
    void anOptionalStepIsALinkOfAStrictChain() {
        story.order = Order.STRICT;
        story.steps = List.of(Story.step("A"), Story.optional("B"), Story.step("C"));
        assertThat(story.run("A1 B2 C3")).isEqualTo("1 2 3");
        assertThat(story.run("A1 C3")).isEqualTo("1 - 3");
        assertThat(story.run("A1 B2 B3 C4")).isEqualTo("1 2 -");
        assertThat(story.run("A1 z2 B3 C4")).isEqualTo("1 - -");
    }

    @Test
    void unorderedStepsAreCountedAsTheyAreCompleted() {
        story.order = Order.UNORDERED;
        assertThat(story.run("C1 A4 B9")).isEqualTo("1 4 9");
        assertThat(story.run("C1 C2 C3 A4")).isEqualTo("1 4 -");
        assertThat(story.run("C1 A101 B102")).isEqualTo("1 101 -");
        assertThat(story.run("z1 B2")).isEqualTo("2 - -");
        // One event fills one step, whichever completes most.
        assertThat(story.run("1:1,2 5:1")).isEqualTo("1 5 -");
        assertThat(story.run("1:1,2")).isEqualTo("1 - -");
        assertThat(story.run("1:1,2,3 5:1 6:1")).isEqualTo("1 5 -");
    }

    @Test
    void anExclusionDiscardsWhatAnUnorderedAttemptHasCompleted() {
        story.order = Order.UNORDERED;
        story.exclusions = List.of(new Exclusion(Selector.ANY, 0, 2));
        assertThat(story.run("A1 B2 x3")).isEqualTo("1 - -");
        assertThat(story.run("A1 B2 x3 C4 A5")).isEqualTo("4 5 -");
        assertThat(story.run("A1 B2 x3 C4 A5 B6")).isEqualTo("4 5 6");
        assertThat(story.run("A1 B2 C3 x4")).isEqualTo("1 2 3");
        assertThat(story.run("A1 x1 B2 x2 C3")).isEqualTo("1 2 3");
        // The attempt's window has ended before.
        assertThat(story.run("A1 B2 x150")).isEqualTo("1 2 -");
    }

    @Test
    void anUnorderedOptionalStepNeedsAnEventThatIsLeft() {
        story.order = Order.UNORDERED;
        story.steps = List.of(Story.step("A"), Story.optional("B"), Story.step("C"));
        assertThat(story.run("C1 A2 B3")).isEqualTo("1 1 2");
        assertThat(story.run("B1 C2 A3")).isEqualTo("2 - 3");
        assertThat(story.run("C1 2:1,2")).isEqualTo("1 - 2");
    }
}
