package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.event.Person;
import io.millrace.query.request.ObjectReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A contact that is to be there, and what is to be known of it. The external id names it, else the anonymous id, else
 * its address: an e-mail address is no identity, so nobody else's events join it by that, but the same address sent
 * twice means the same contact.
 *
 * @param person who it is
 * @param actions at least one
 */
record NewContact(Person person, List<ObjectNode> actions) {

    private static final String BY_EMAIL = "email:";

    NewContact {
        actions = List.copyOf(actions);
    }

    /** Reads the fields; each fault is added to the reader's, and then what is returned must not be used. */
    static NewContact read(JsonNode body, ObjectReader reader) {
        Optional<String> external = id("external_id", reader);
        Optional<String> anonymous = id("anonymous_id", reader);
        List<ObjectNode> actions = new ProfileReader(body, reader).actions(true);
        Optional<String> email = Optional.ofNullable(
                        actions.get(0).at("/traits/email").textValue())
                .filter(address -> !address.isBlank())
                .map(address -> BY_EMAIL + address.toLowerCase(Locale.ROOT));
        if (external.isPresent() && anonymous.isPresent()) {
            reader.faults()
                    .add(
                            reader.at("anonymous_id"),
                            "invalid",
                            TextNode.valueOf(anonymous.get()),
                            null,
                            "cannot stand beside external_id; an identify call with both ids links them");
        } else if (external.isEmpty()
                && anonymous.isEmpty()
                && email.isEmpty()
                && reader.faults().isEmpty()) {
            reader.faults().required(reader.at("external_id"), "external_id, anonymous_id or email is needed");
        }
        Person person = external.map(id -> new Person(Person.Kind.USER, id))
                .or(() -> anonymous.or(() -> email).map(id -> new Person(Person.Kind.ANONYMOUS, id)))
                .orElseGet(() -> new Person(Person.Kind.ANONYMOUS, BY_EMAIL));
        return new NewContact(person, actions);
    }

    private static Optional<String> id(String name, ObjectReader reader) {
        Optional<String> id = reader.text(name);
        if (id.isPresent() && (id.get().isBlank() || id.get().length() > ProfileLimits.ID_LENGTH_MAX)) {
            reader.faults()
                    .invalid(
                            reader.at(name),
                            TextNode.valueOf(id.get()),
                            "1 to " + ProfileLimits.ID_LENGTH_MAX + " characters");
            return Optional.empty();
        }
        return id;
    }
}
