package io.millrace.streams.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.event.Person;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ContactRecordCodecTest {

    private static final byte[] BODY = "{\"do\":\"delete\"}".getBytes(StandardCharsets.UTF_8);

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        for (Person person :
                new Person[] {new Person(Person.Kind.USER, "u1"), new Person(Person.Kind.ANONYMOUS, "a1")}) {
            ContactRecord read = ContactRecordCodec.decode(
                    ContactRecordCodec.encode(new ContactRecord("ws_1", "key_1", "req_1", person, BODY)));

            assertThat(read.workspace()).isEqualTo("ws_1");
            assertThat(read.keyId()).isEqualTo("key_1");
            assertThat(read.requestId()).isEqualTo("req_1");
            assertThat(read.person()).isEqualTo(person);
            assertThat(read.body()).isEqualTo(BODY);
        }
    }

    @Test
    void theFirstFormatStaysReadable() throws Exception {
        byte[] stored = "\1\2\5ws_1\6key_1\6req_1\3u1\0{}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(ContactRecordCodec.decode(stored).person()).isEqualTo(new Person(Person.Kind.USER, "u1"));
    }

    @Test
    void anEventIsRefused() {
        assertThatThrownBy(() -> ContactRecordCodec.decode(new byte[] {1, 1}))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("EVENT");
    }

    @Test
    void aTickIsNothingButItsKind() throws Exception {
        assertThat(EventRecordCodec.kind(ClockRecord.encode())).isEqualTo(RecordKind.CLOCK);
    }
}
