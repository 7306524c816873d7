package io.millrace.core.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.core.event.Person;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
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
    void formatOneIsWrittenByteForByte() {
        ContactState state = everything().state();
        assertThat(HexFormat.of().formatHex(ContactStateCodec.hot(state))).isEqualTo(GOLDEN_HOT);
        assertThat(HexFormat.of().formatHex(ContactStateCodec.profile(state))).isEqualTo(GOLDEN_PROFILE);
    }

    @Test
    void formatOneIsReadForEver() {
        ContactState state = ContactStateCodec.decode(
                HexFormat.of().parseHex(GOLDEN_HOT), () -> HexFormat.of().parseHex(GOLDEN_PROFILE));
        assertThat(state.person()).isEqualTo(new Person(Person.Kind.USER, "ann"));
        assertThat(state.segments())
                .containsExactly("s01", "s02", "s03", "s04", "s05", "s07", "s10", "s13", "s14", "s15");
        assertThat(state.traits())
                .hasToString("{\"address\":{\"city\":\"Rome\",\"zip\":\"00100\"},\"n\":12345678901234567890.5,"
                        + "\"plan\":\"pro\",\"timezone\":\"Europe/Berlin\"}");
        assertThat(state.scores()).containsExactly(entry("lead", new BigDecimal("1.5")));
        assertThat(state.subscriptions()).containsExactly(entry("", false), entry("news", false));
        // s01 falls below two when its first event is an hour old.
        Contact ann = everything();
        assertThat(ann.engine()
                        .step(state, Contact.at("2026-03-01T13:00:00.123Z"), List.of())
                        .transitions())
                .extracting(SegmentTransition::segment)
                .contains("s01");
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

    private static final String GOLDEN_HOT =
            "010104616e6e00101854bf7c7fffffffffffffff0100000000000000030e4575726f70652f4265726c696e0c9440684b87ab"
                    + "9cdc0101029955a85ebd7d0fec030000019ca9808c601204f6a9a89495670104017dcacd2401000102a97951a979183a6b02"
                    + "0000019ca97bf8fb06f6a9a8949567c2b215b0234cd4d7020000019ca97bf8fb0a04f6a9a8949567cacd24d9e1809f41d377"
                    + "28000d0002f6a9a894956701cacd2401dfbc13c898f41300020000019ca97bf8fb0d05f6a9a8949567c0f7cc9495670d07dd"
                    + "7d508e195f020000019ca9808c600701c0f7cc9495673735ed19a45b21c9030000019caba149801204f6a9a8949567010401"
                    + "7dcacd24010001023c478275778d71da010702000204020145522ea916f8ff572d010b01c0f7cc949567e0a712146cc03d4e"
                    + "b9f38a44030000019ca97bf8fb1d040480a93d2e9b094bc0f7cc949567668deaa90f85a705f6a9a894956777ffbdf7b9f04b"
                    + "09030000019ca97bf8fb0a04f6a9a8949567cacd240a047330310180c7f194956702047330320180c7f19495670204733033"
                    + "0180c7f194956702047330340180c7f194956702047330350180c7f194956702047330370180c7f1949567020473313001f6"
                    + "a9a894956702047331330180a8a8949567020473313401c0d883949567020473313501c085f593956702";
    private static final String GOLDEN_PROFILE =
            "0180eef0909567c0d8839495670508616464726573731e7b2263697479223a22526f6d65222c227a6970223a22"
                    + "3030313030227d80ea95939567000400010563697479ff9e490005676f6e650080eef090956700000000026e17"
                    + "31323334353637383930313233343536373839302e358089df9395670006000005706c616e062270726f2280ee"
                    + "f0909567000000000974696d657a6f6e6510224575726f70652f4265726c696e2280eef0909567000000000105"
                    + "6c65616404312e35c0d8839495670010000002010666616c736580dced939567000a0000056e65777305747275"
                    + "65c0b2e69395670008000002047331350574727565c085f5939567000c0000047331360666616c7365c085f593"
                    + "9567000c00000180affc9395670e02047669700278";
}
