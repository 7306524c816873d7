package io.millrace.query.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.audience.LeafKey;
import io.millrace.core.definition.BackfillStatus;
import io.millrace.core.definition.BackfillStatus.Condition;
import io.millrace.core.definition.BackfillStatus.State;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedPlanTest {

    private static final LeafKey LOGINS = new LeafKey(1);
    private static final LeafKey ORDERS = new LeafKey(2);

    @Test
    void aConditionThatNobodyHasIsLiveFromTheVersionsInstantAndLacksItsPast() {
        Map<LeafKey, Condition> plan = SeedPlan.of(List.of(LOGINS), 700, List.of());

        assertThat(plan).isEqualTo(Map.of(LOGINS, new Condition(700, false)));
        assertThat(SeedPlan.complete(plan)).isFalse();
        assertThat(SeedPlan.completed(plan)).isEqualTo(Map.of(LOGINS, new Condition(700, true)));
    }

    @Test
    void aConditionKeepsTheInstantFromWhichTheJobCountsIt() {
        Map<LeafKey, Condition> plan = SeedPlan.of(
                List.of(LOGINS, ORDERS),
                700,
                List.of(
                        Map.of(LOGINS, new Condition(500, false)),
                        Map.of(LOGINS, new Condition(300, false), ORDERS, new Condition(600, true))));

        assertThat(plan).isEqualTo(Map.of(LOGINS, new Condition(300, false), ORDERS, new Condition(600, true)));
    }

    @Test
    void aConditionThatHasItsPastNeedsItNotAgain() {
        Map<LeafKey, Condition> plan = SeedPlan.of(
                List.of(LOGINS),
                700,
                List.of(Map.of(LOGINS, new Condition(500, true)), Map.of(LOGINS, new Condition(500, false))));

        assertThat(SeedPlan.complete(plan)).isTrue();
    }

    @Test
    void rulesWithoutConditionsOverEventsAreCompleteAtOnce() {
        assertThat(SeedPlan.complete(SeedPlan.of(List.of(), 700, List.of()))).isTrue();
    }

    @Test
    void whatTheRulesNoLongerHoldIsForgotten() {
        BackfillStatus status = new BackfillStatus(
                1,
                State.DONE,
                1,
                "",
                "one",
                Map.of(LOGINS, new Condition(500, true), ORDERS, new Condition(500, true)));

        assertThat(SeedPlan.stillHeld(status, Set.of(ORDERS))).isEqualTo(Map.of(ORDERS, new Condition(500, true)));
    }
}
