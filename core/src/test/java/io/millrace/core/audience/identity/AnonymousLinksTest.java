package io.millrace.core.audience.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.audience.Arrival;
import io.millrace.core.event.Person;
import org.junit.jupiter.api.Test;

class AnonymousLinksTest {

    private static final Person ALICE = new Person(Person.Kind.USER, "alice");
    private static final Person BOB = new Person(Person.Kind.USER, "bob");

    private final AnonymousLinks unlinked = AnonymousLinks.NONE.withSeen();

    @Test
    void eventsBeforeTheFirstLinkBelongToTheFirst() {
        AnonymousLinks links = unlinked.linked(at(100), ALICE).linked(at(200), BOB);

        assertThat(links.ownerAt(at(1))).contains(ALICE);
        assertThat(links.ownerAt(at(199))).contains(ALICE);
        assertThat(links.ownerAt(at(200))).contains(BOB);
        assertThat(links.owner()).contains(BOB);
    }

    @Test
    void aLinkToTheSameContactChangesNothing() {
        AnonymousLinks links = unlinked.linked(at(100), ALICE);

        assertThat(links.linked(at(150), ALICE)).isSameAs(links);
    }

    @Test
    void whoComesBackHasASliceOfTheirOwn() {
        AnonymousLinks links =
                unlinked.linked(at(100), ALICE).linked(at(200), BOB).linked(at(300), ALICE);

        assertThat(links.ownerAt(at(250))).contains(BOB);
        assertThat(links.ownerAt(at(300))).contains(ALICE);
    }

    @Test
    void nobodyOwnsAnIdWithoutLinks() {
        assertThat(unlinked.owner()).isEmpty();
        assertThat(unlinked.ownerAt(at(5))).isEmpty();
        assertThat(unlinked.seen()).isTrue();
        assertThat(AnonymousLinks.NONE.linked(at(5), ALICE).withSeen().seen()).isFalse();
    }

    private static Arrival at(long millis) {
        return new Arrival(millis, 0);
    }
}
