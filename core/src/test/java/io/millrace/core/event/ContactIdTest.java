package io.millrace.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class ContactIdTest {

    private static final Person ALICE = new Person(Person.Kind.USER, "alice");

    @Test
    void isTheFirstEightyBitsOfTheHash() {
        // printf 'ws_a\0ualice\0000' | sha256sum begins with these ten bytes
        ContactId id = ContactId.of("ws_a", ALICE);

        assertThat(id.number()).isEqualTo(new BigInteger("69f195520e9b995dc1ca", 16));
        assertThat(id).hasToString("cntct_nhyzkuqotomv3qok");
    }

    @Test
    void readsBackWithAnyDialectsPrefix() {
        ContactId id = ContactId.of("ws_a", ALICE);

        assertThat(ContactId.parse(id.toString())).contains(id);
        assertThat(ContactId.parse(id.toString().replace("cntct_", "ct_"))).contains(id);
        assertThat(ContactId.ofNumber(id.number())).isEqualTo(id);
    }

    @Test
    void refusesWhatIsNoContactId() {
        assertThat(ContactId.parse("user_1")).isEmpty();
        assertThat(ContactId.parse("cntct_0000000000000000")).isEmpty();
        assertThat(ContactId.parse("alice")).isEmpty();
    }

    @Test
    void kindWorkspaceAndGenerationTellContactsApart() {
        assertThat(ContactId.of("ws_a", ALICE))
                .isNotEqualTo(ContactId.of("ws_b", ALICE))
                .isNotEqualTo(ContactId.of("ws_a", new Person(Person.Kind.ANONYMOUS, "alice")))
                .isNotEqualTo(ContactId.of("ws_a", ALICE, 1));
    }
}
