package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The views of people's SQL over rows as the jobs write them. */
class SqlViewsIT {

    private static final Api api = Api.start();

    /** Merged away into bob, who was merged away into cid. */
    private static final ContactId ANN = contact("ann");

    private static final ContactId BOB = contact("bob");
    private static final ContactId CID = contact("cid");
    private static final ContactId DAN = contact("dan");

    @BeforeAll
    static void store() {
        api.track("ann", "buy", "2026-02-01T10:00:00.000Z").track("dan", "buy", "2026-02-01T10:00:00.000Z");
        api.track("ann", "message_sent", "2026-02-01T10:00:00.000Z", "send_id", "s1", "channel", "email");
        api.track("ann", "message_opened", "2026-02-01T10:02:00.000Z", "send_id", "s1");
        api.track("ann", "message_opened", "2026-02-01T10:01:00.000Z", "send_id", "s1");
        api.track("dan", "message_sent", "2026-02-01T11:00:00.000Z", "send_id", "s2", "channel", "email");
        api.track("dan", "message_bounced", "2026-02-01T11:00:01.000Z", "send_id", "s2", "reason", "no such box");
        api.stored();
        api.insert(
                "contacts",
                List.of(
                        row().put("contact", ANN.number())
                                .put("external_id", "ann")
                                .put("version", 1),
                        gone(ANN, BOB).put("version", 2),
                        gone(BOB, CID).put("version", 3),
                        row().put("contact", CID.number())
                                .put("external_id", "cid")
                                .put("version", 3),
                        gone(DAN, null).put("version", 4)));
        api.insert("identities", List.of(slice(ANN, BOB, 2), slice(ANN, CID, 3), slice(BOB, CID, 3)));
        api.insert("segment_members", List.of(member(ANN, 1, 1), member(ANN, 0, 2), member(CID, 1, 2)));
        api.insert(
                "segment_changes",
                List.of(change(ANN, "entered", 1), change(ANN, "exited", 2), change(DAN, "entered", 3)));
    }

    @AfterAll
    static void close() {
        api.close();
    }

    @Test
    void contactsAreThoseThatStand() {
        assertThat(answer("SELECT contact_id, external_id FROM contacts"))
                .isEqualTo("[{\"contact_id\":\"" + CID + "\",\"external_id\":\"cid\"}]");
    }

    @Test
    void eventsAndMessagesBelongToTheContactOfNow() {
        assertThat(answer("SELECT user_id, contact_id FROM events WHERE event = 'buy' ORDER BY user_id"))
                .isEqualTo("[{\"user_id\":\"ann\",\"contact_id\":\"" + CID
                        + "\"},{\"user_id\":\"dan\",\"contact_id\":\"" + DAN + "\"}]");
        assertThat(answer("SELECT send_id, contact_id, channel, sent_at, opened_at, opens, clicks, bounced_at, reason "
                        + "FROM messages ORDER BY send_id"))
                .isEqualTo("[{\"send_id\":\"s1\",\"contact_id\":\"" + CID
                        + "\",\"channel\":\"email\",\"sent_at\":\"2026-02-01 10:00:00.000\","
                        + "\"opened_at\":\"2026-02-01 10:01:00.000\",\"opens\":2,\"clicks\":0,\"bounced_at\":null,"
                        + "\"reason\":\"\"},{\"send_id\":\"s2\",\"contact_id\":\"" + DAN
                        + "\",\"channel\":\"email\",\"sent_at\":\"2026-02-01 11:00:00.000\",\"opened_at\":null,"
                        + "\"opens\":0,\"clicks\":0,\"bounced_at\":\"2026-02-01 11:00:01.000\","
                        + "\"reason\":\"no such box\"}]");
    }

    @Test
    void membersAreThoseOfNow() {
        assertThat(answer("SELECT * FROM segment_members"))
                .isEqualTo("[{\"segment_id\":\"seg\",\"contact_id\":\"" + CID
                        + "\",\"since\":\"2026-02-01 10:00:00.000\"}]");
    }

    @Test
    void changesNameTheContactOfThenAndTheOneOfNow() {
        assertThat(answer("SELECT contact_id, original_contact_id, change FROM segment_changes ORDER BY known_at"))
                .isEqualTo("[{\"contact_id\":\"" + CID + "\",\"original_contact_id\":\"" + ANN
                        + "\",\"change\":\"entered\"},{\"contact_id\":\"" + CID + "\",\"original_contact_id\":\"" + ANN
                        + "\",\"change\":\"exited\"},{\"contact_id\":\"" + DAN + "\",\"original_contact_id\":\"" + DAN
                        + "\",\"change\":\"entered\"}]");
    }

    @Test
    void enrollmentsHaveColumnsAndNoRows() {
        assertThat(answer("SELECT run_id, campaign_id, contact_id, entered_at, ended_at FROM enrollments"))
                .isEqualTo("[]");
    }

    private static String answer(String sql) {
        return api.sql(200, sql).path("data").toString();
    }

    private static ContactId contact(String user) {
        return ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, user));
    }

    private static ObjectNode row() {
        return Json.MAPPER.createObjectNode().put("workspace", api.workspace.id());
    }

    private static ObjectNode gone(ContactId contact, @Nullable ContactId into) {
        return row().put("contact", contact.number())
                .put("gone", 1)
                .put("merged_into", into == null ? BigInteger.ZERO : into.number());
    }

    private static ObjectNode slice(ContactId person, ContactId contact, int version) {
        return row().put("person", person.number())
                .put("from_ms", 0)
                .put("contact", contact.number())
                .put("kind", "u")
                .put("version", version);
    }

    private static ObjectNode member(ContactId contact, int is, int version) {
        return row().put("segment", "seg")
                .put("contact", contact.number())
                .put("is_member", is)
                .put("since", "2026-02-01 10:00:00.000")
                .put("version", version);
    }

    private static ObjectNode change(ContactId contact, String change, int second) {
        return row().put("segment", "seg")
                .put("contact", contact.number())
                .put("change", change)
                .put("cause", "event")
                .put("known_at", "2026-02-01 10:00:0" + second + ".000")
                .put("version", second);
    }
}
