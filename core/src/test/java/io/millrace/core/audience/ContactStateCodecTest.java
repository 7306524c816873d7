package io.millrace.core.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.event.Person;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContactStateCodecTest {

    /** One condition of every form, and everything that a profile can hold. */
    static Contact everything() {
        Contact ann = new Contact("ann")
                .segment("s01", "{'field': 'events.a', 'op': 'count_gte', 'value': 2, 'window': '1h'}")
                .segment("s02", "{'field': 'events.a', 'op': 'count_gte', 'value': 2}")
                .segment("s03", amount("sum_gte", ", 'window': '1h'"))
                .segment("s04", amount("sum_gte", ""))
                .segment("s05", amount("avg_gte", ", 'window': 'today'"))
                .segment("s06", amount("min_gte", ", 'window': '1h'"))
                .segment("s07", amount("distinct_gte", ", 'window': '1h'"))
                .segment("s08", "{'field': 'events.a', 'op': 'first_older_than', 'value': '1h'}")
                .segment("s09", "{'field': 'events.a', 'op': 'first_older_than', 'value': '1h', 'window': '1d'}")
                .segment(
                        "s10",
                        "{'field': 'events.a', 'op': 'last_where', 'value': [{'field': 'properties.amount', 'op': 'gt', 'value': 1}]}")
                .segment("s11", "{'field': 'events.a', 'op': 'not_followed_by', 'value': 'b', 'within': '1h'}")
                .segment(
                        "s12",
                        "{'field': 'sequence', 'op': 'completed', 'value': [{'event': 'a'}, {'event': 'b'}], 'within': '1h'}")
                .segment("s13", "{'field': 'traits.plan', 'op': 'held_gte', 'value': 'pro', 'for': '1h'}")
                .segment("s14", "{'field': 'scores.lead', 'op': 'gte', 'value': 1}")
                .handKept("s15")
                .identify("2026-03-01T11:00:00Z", "{'plan': 'pro', 'timezone': 'Europe/Berlin', 'gone': null}")
                .identify("2026-03-01T11:30:00Z", "{'address': {'city': 'Rome', 'zip': 1.10}}")
                .identify("2026-03-01T11:40:00Z", "{'address': {'city': 'Rome', 'zip': '00100'}}")
                .act("2026-03-01T11:50:00Z", TraitsTest.update("{'n': 12345678901234567890.5}"))
                .act("2026-03-01T11:51:00Z", new ContactAction.Subscribe("news", true))
                .act("2026-03-01T11:52:00Z", new ContactAction.Subscribe(null, false))
                .act("2026-03-01T11:53:00Z", new ContactAction.StaticMembership(Set.of("s15"), Set.of("s16")))
                .act("2026-03-01T11:54:00Z", TraitsTest.tags("vip", "x"))
                .act("2026-03-01T11:55:00Z", TraitsTest.score("lead", "1.5"))
                .track("2026-03-01T12:00:00.123Z", "a", "{'amount': 1.25}")
                .late("2026-03-01T12:10:00Z", "2026-03-01T12:05:00Z", "a", "{'amount': 2}")
                .track("2026-03-01T12:20:00Z", "c");
        return ann;
    }

    private static String amount(String op, String scope) {
        return "{'field': 'events.a', 'op': '" + op + "', 'property': 'amount', 'value': 1.5" + scope + "}";
    }

    @Test
    void formatOneIsReadForEver() {
        ContactState state = everything().state();
        assertThat(HexFormat.of().formatHex(ContactStateCodec.hot(state))).isEqualTo(GOLDEN_HOT);
        assertThat(HexFormat.of().formatHex(ContactStateCodec.profile(state))).isEqualTo(GOLDEN_PROFILE);
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        ContactState state = everything().state();
        byte[] hot = ContactStateCodec.hot(state);
        byte[] profile = ContactStateCodec.profile(state);
        ContactState read = ContactStateCodec.decode(hot, () -> profile);
        assertThat(read.person()).isEqualTo(new Person(Person.Kind.USER, "ann"));
        assertThat(read.segments()).isEqualTo(state.segments()).isNotEmpty();
        assertThat(read.nextWake()).isEqualTo(state.nextWake()).isPresent();
        assertThat(read.traits()).isEqualTo(state.traits());
        assertThat(read.tags()).containsExactly("vip", "x");
        assertThat(read.subscriptions()).isEqualTo(state.subscriptions());
        assertThat(read.createdAt()).isEqualTo(Contact.at("2026-03-01T11:00:00Z"));
        assertThat(read.updatedAt()).isEqualTo(Contact.at("2026-03-01T11:55:00Z"));
        assertThat(ContactStateCodec.hot(read)).isEqualTo(hot);
        assertThat(ContactStateCodec.profile(read)).isEqualTo(profile);
        assertThat(read.hotChanged() || read.profileChanged()).isFalse();
    }

    @Test
    void theBytesGoOnUnderTheSameRules() {
        Contact ann = everything();
        Contact copied = everything().copying();
        String end = "2026-03-05T00:00:00Z";
        assertThat(copied.until(end).told()).isEqualTo(ann.until(end).told());
    }

    @Test
    void anUnknownFormatIsRefused() {
        byte[] hot = ContactStateCodec.hot(everything().state());
        hot[0] = 9;
        assertThatThrownBy(() -> ContactStateCodec.decode(hot, () -> null)).hasMessageContaining("format 9");
    }

    @Test
    void anUnbornContactIsSmall() {
        ContactState next = new Contact("ann")
                .track("2026-03-01T00:00:00Z", "x")
                .act("2026-03-02T00:00:00Z", new ContactAction.Delete())
                .state();
        ContactState read = ContactStates.copy(next);
        assertThat(ContactStateCodec.hot(read)).hasSize(13);
        assertThat(read.generation()).isEqualTo(1);
        assertThat(read.bornAfter()).isEqualTo(Contact.at("2026-03-02T00:00:00Z"));
        assertThat(read.exists()).isFalse();
    }

    private static final String GOLDEN_HOT = "";
    private static final String GOLDEN_PROFILE = "";
}
