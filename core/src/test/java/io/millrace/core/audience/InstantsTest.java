package io.millrace.core.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 3: what takes effect at one instant is judged together; rule 6: segments that name segments. */
class InstantsTest {

    private static final String LOGIN = "{'field': 'events.login', 'op': 'count_gte', 'value': 1, 'window': '1h'}";
    private static final String NO_LOGIN = "{'field': 'events.login', 'op': 'count_eq', 'value': 0, 'window': '1h'}";
    private static final String ORDER = "{'field': 'events.order', 'op': 'count_gte', 'value': 1}";

    private static String both(String operator, String one, String other) {
        return "{'operator': '" + operator + "', 'conditions': [" + one + ", " + other + "]}";
    }

    @Test
    void nothingIsEnteredAndLeftAtOneInstant() {
        Contact ann = Contact.ann()
                .segment("one", "{'field': 'events.login', 'op': 'count_eq', 'value': 1}")
                .track("2026-03-01T11:00:00Z", "x");
        ann.step(
                "2026-03-01T12:00:00Z",
                ann.event("2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z", "login", "{}"),
                ann.event("2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z", "login", "{}"));
        assertThat(ann.told()).isEmpty();
    }

    @Test
    void anInstantBetweenStepsIsJudgedByItself() {
        Contact ann = Contact.ann()
                .segment("login", LOGIN)
                .segment("none", NO_LOGIN)
                .track("2026-03-01T12:00:00Z", "login")
                .track("2026-03-05T12:00:00Z", "login");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T12:00:00.000Z +login event",
                        "2026-03-01T13:00:00.000Z -login expiry",
                        "2026-03-01T13:00:00.000Z +none expiry",
                        "2026-03-05T12:00:00.000Z +login event",
                        "2026-03-05T12:00:00.000Z -none event");
    }

    @Test
    void whatNeedsBothAnEventAndTheExpiryOfItsInstantIsByExpiry() {
        Contact ann = Contact.ann()
                .segment("back", both("AND", NO_LOGIN, ORDER))
                .track("2026-03-01T12:00:00Z", "login")
                .track("2026-03-01T13:00:00Z", "order");
        assertThat(ann.told()).containsExactly("2026-03-01T13:00:00.000Z +back expiry");
    }

    @Test
    void whatTheEventDecidesAloneIsByTheEvent() {
        Contact ann = Contact.ann()
                .segment("either", both("OR", NO_LOGIN, ORDER))
                .track("2026-03-01T12:00:00Z", "login")
                .track("2026-03-01T13:00:00Z", "order");
        assertThat(ann.told()).containsExactly("2026-03-01T13:00:00.000Z +either event");
    }

    @Test
    void anEventThatOnlyMeetsAnExpiryIsNotItsCause() {
        Contact ann = Contact.ann()
                .segment("twice", "{'field': 'events.login', 'op': 'count_gte', 'value': 2, 'window': '1h'}")
                .track("2026-03-01T12:00:00Z", "login")
                .track("2026-03-01T12:30:00Z", "login")
                .late("2026-03-01T13:00:00Z", "2026-03-01T11:00:00Z", "login");
        assertThat(ann.told())
                .containsExactly("2026-03-01T12:30:00.000Z +twice event", "2026-03-01T13:00:00.000Z -twice expiry");
    }

    @Test
    void aDateOfNowIsEnteredByTheEventThatBringsIt() {
        Contact ann = Contact.ann()
                .segment("due", "{'field': 'traits.due', 'op': 'within_last', 'value': '1h'}")
                .identify("2026-03-01T12:00:00Z", "{'due': '2026-03-01T12:00:00Z'}");
        assertThat(ann.told()).containsExactly("2026-03-01T12:00:00.000Z +due event");
    }

    @Test
    void segmentsThatNameSegmentsChangeWithThem() {
        Contact ann = Contact.ann()
                .segment("a", "{'field': 'segments', 'op': 'in', 'value': 'b'}")
                .segment("b", "{'field': 'segments', 'op': 'not_in', 'value': 'c'}")
                .segment("c", LOGIN)
                .segment("d", "{'field': 'segments', 'op': 'in', 'value': 'unheard-of'}")
                .track("2026-03-01T12:00:00Z", "login")
                .until("2026-03-02T00:00:00Z");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T12:00:00.000Z +c event",
                        "2026-03-01T13:00:00.000Z +a expiry",
                        "2026-03-01T13:00:00.000Z +b expiry",
                        "2026-03-01T13:00:00.000Z -c expiry");
    }

    @Test
    void aCycleThatSlippedThroughIsHarmless() {
        Contact ann = Contact.ann()
                .segment("a", "{'field': 'segments', 'op': 'in', 'value': 'b'}")
                .segment("b", both("OR", "{'field': 'segments', 'op': 'in', 'value': 'a'}", LOGIN))
                .track("2026-03-01T12:00:00Z", "login");
        assertThat(ann.told()).isNotEmpty();
    }

    @Test
    void conditionsOfTwoSegmentsShareOneState() {
        Contact ann = Contact.ann()
                .segment("a", LOGIN)
                .segment("b", both("AND", LOGIN, ORDER))
                .track("2026-03-01T12:00:00Z", "login");
        assertThat(ann.state().slots()).hasSize(1);
    }

    @Test
    void anEventThatNoRuleNamesTouchesNothing() {
        Contact ann = Contact.ann().segment("a", LOGIN).track("2026-03-01T12:00:00Z", "login");
        ContactState state = ContactStates.copy(ann.state());
        Input other = ann.event("2026-03-01T12:10:00Z", "2026-03-01T12:10:00Z", "other", "{}");
        ann.engine().step(state, Contact.at("2026-03-01T12:10:00Z"), List.of(other));
        assertThat(state.hotChanged()).isFalse();
        assertThat(state.profileChanged()).isFalse();
    }

    @Test
    void anEventReadsNoProfile() {
        Contact ann = Contact.ann()
                .segment("a", both("AND", LOGIN, "{'field': 'traits.plan', 'op': 'eq', 'value': 'pro'}"))
                .identify("2026-03-01T11:00:00Z", "{'plan': 'pro'}");
        ContactState state = ContactStateCodec.decode(ContactStateCodec.hot(ann.state()), () -> {
            throw new AssertionError("the profile was read");
        });
        Input login = ann.event("2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z", "login", "{}");
        StepResult result = ann.engine().step(state, Contact.at("2026-03-01T12:00:00Z"), List.of(login));
        assertThat(result.transitions()).hasSize(1);
        assertThat(state.profileChanged()).isFalse();
        assertThat(ann.engine()
                        .step(state, Contact.at("2026-03-01T13:00:00Z"), List.of())
                        .transitions())
                .hasSize(1);
    }
}
