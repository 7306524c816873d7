package io.millrace.query.people;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.ContactId;
import java.util.List;

/**
 * A contact as the list shows it.
 *
 * @param externalId empty for an anonymous contact
 * @param email empty if there is none
 */
record Human(ContactId id, String externalId, String email) {

    static final List<String> CSV_HEADER = List.of("id", "external_id", "email");

    /** Of a contact that was deleted, or whose profile is not stored yet, nothing but the id is said. */
    static Human unknown(ContactId id) {
        return new Human(id, "", "");
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id.toString());
        json.put("external_id", externalId.isEmpty() ? null : externalId);
        json.put("email", email.isEmpty() ? null : email);
        return json;
    }

    List<String> cells() {
        return List.of(id.toString(), externalId, email);
    }
}
