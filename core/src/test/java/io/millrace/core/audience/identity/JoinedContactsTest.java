package io.millrace.core.audience.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.identity.JoinedContacts.Joining;
import io.millrace.core.event.Person;
import org.junit.jupiter.api.Test;

class JoinedContactsTest {

    private static final Person A = user("a");
    private static final Person B = user("b");
    private static final Person C = user("c");

    private final JoinedContacts joined = new JoinedContacts();

    @Test
    void chainsLeadToTheLast() {
        assertThat(joined.join("ws", A, B, at(1))).contains(new Joining(A, B, at(1)));
        assertThat(joined.join("ws", A, C, at(2))).contains(new Joining(B, C, at(2)));

        assertThat(joined.root("ws", A)).isEqualTo(C);
        assertThat(joined.root("ws", B)).isEqualTo(C);
        assertThat(joined.root("ws", C)).isEqualTo(C);
    }

    @Test
    void nobodyJoinsThemselvesNorComesBack() {
        assertThat(joined.join("ws", A, A, at(1))).isEmpty();
        joined.join("ws", A, B, at(2));
        assertThat(joined.join("ws", B, A, at(3))).isEmpty();
        assertThat(joined.join("ws", A, B, at(4))).isEmpty();
        assertThat(joined.root("ws", A)).isEqualTo(B);
    }

    @Test
    void whatWasDecidedCanBeToldLater() {
        joined.join("ws", A, B, at(1));
        joined.join("ws", B, C, at(2));
        joined.join("ws", A, C, at(3));

        assertThat(joined.joiningAt("ws", A, at(1))).contains(new Joining(A, B, at(1)));
        assertThat(joined.joiningAt("ws", B, at(2))).contains(new Joining(B, C, at(2)));
        assertThat(joined.joiningAt("ws", A, at(3))).isEmpty();
    }

    @Test
    void workspacesKnowNothingOfEachOther() {
        joined.join("one", A, B, at(1));

        assertThat(joined.root("two", A)).isEqualTo(A);
    }

    private static Person user(String id) {
        return new Person(Person.Kind.USER, id);
    }

    private static Arrival at(long millis) {
        return new Arrival(millis, 0);
    }
}
