package io.millrace.core.rule;

import static io.millrace.core.rule.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SegmentOrderTest {

    @Test
    void aRuleNamesSegmentsAnywhereInItsGroups() {
        assertThat(RuleReferences.of(rule("{'operator':'OR','conditions':["
                        + "{'field':'segments','op':'in','value':'b'},"
                        + "{'operator':'NOT','conditions':[{'field':'segments','op':'not_in','value':['a','b']}]},"
                        + "{'field':'events.segments','op':'count_gte','value':1}]}")))
                .containsExactly("b", "a");
        assertThat(RuleReferences.of(rule("{'operator':'AND','conditions':[]}")))
                .isEmpty();
    }

    @Test
    void eachSegmentComesAfterThoseItNames() {
        Map<String, Set<String>> references =
                Map.of("a", Set.of("c", "b"), "b", Set.of("c"), "c", Set.of("deleted"), "d", Set.of());
        assertThat(SegmentOrder.of(references).order()).containsExactly("c", "b", "a", "d");
        assertThat(SegmentOrder.of(references).cycle()).isEmpty();
    }

    @Test
    void anEditThatClosesACycleIsToldAlongIt() {
        Map<String, Set<String>> references = Map.of("b", Set.of("c", "d"), "c", Set.of("a"), "d", Set.of());
        assertThat(SegmentOrder.cycleOf(references, "a", Set.of("b"))).contains(List.of("a", "b", "c", "a"));
        assertThat(SegmentOrder.cycleOf(references, "d", Set.of("b"))).contains(List.of("d", "b", "d"));
        assertThat(SegmentOrder.cycleOf(references, "d", Set.of("d"))).contains(List.of("d", "d"));
        assertThat(SegmentOrder.cycleOf(references, "d", Set.of("e"))).isEmpty();
        assertThat(SegmentOrder.cycleOf(Map.of("a", Set.of("b"), "b", Set.of("a")), "b", Set.of()))
                .isEmpty();
    }

    @Test
    void thereIsNoOrderWithinACycle() {
        SegmentOrder order = SegmentOrder.of(Map.of("x", Set.of("y"), "y", Set.of("x"), "a", Set.of()));
        assertThat(order.order()).isEmpty();
        assertThat(order.cycle()).contains(List.of("x", "y", "x"));
    }

    @Test
    void longChainsCostNoStack() {
        Map<String, Set<String>> chain = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            chain.put("s" + i, Set.of("s" + (i + 1)));
        }
        assertThat(SegmentOrder.of(chain).order()).startsWith("s49999").endsWith("s0");
        assertThat(SegmentOrder.cycleOf(chain, "s50000", Set.of("s0"))).hasValueSatisfying(cycle -> assertThat(cycle)
                .hasSize(50_002)
                .startsWith("s50000", "s0")
                .endsWith("s50000"));
    }
}
