package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of table {@code contacts}.
 *
 * @param externalId empty for an anonymous contact
 * @param email empty if there is none
 * @param traits a JSON object's text, numbers digit for digit
 * @param scores by name
 * @param subscriptions explicit choices by group; of the empty group the choice for all others
 * @param gone whether it was deleted or merged away
 * @param mergedInto the contact into which it was merged
 */
record ContactRow(
        ContactId id,
        String externalId,
        String anonymousId,
        int generation,
        String email,
        String traits,
        List<String> tags,
        JsonNode scores,
        JsonNode subscriptions,
        Instant createdAt,
        Instant updatedAt,
        boolean gone,
        Optional<ContactId> mergedInto) {

    /** What a statement selects to make rows from. */
    static final String COLUMNS = "toString(contact) AS id, external_id, anonymous_id, generation, email, traits, tags,"
            + " scores, subscriptions, toUnixTimestamp64Milli(created_at) AS created,"
            + " toUnixTimestamp64Milli(updated_at) AS updated, gone, toString(merged_into) AS merged";

    ContactRow {
        tags = List.copyOf(tags);
    }

    static ContactRow of(JsonNode row) {
        List<String> tags = new ArrayList<>();
        row.path("tags").forEach(tag -> tags.add(tag.asText()));
        return new ContactRow(
                id(row.path("id").asText()),
                row.path("external_id").asText(),
                row.path("anonymous_id").asText(),
                row.path("generation").asInt(),
                row.path("email").asText(),
                row.path("traits").asText(),
                tags,
                row.path("scores"),
                row.path("subscriptions"),
                Instant.ofEpochMilli(row.path("created").asLong()),
                Instant.ofEpochMilli(row.path("updated").asLong()),
                row.path("gone").asInt() != 0,
                Optional.of(row.path("merged").asText())
                        .filter(merged -> !merged.equals("0"))
                        .map(ContactRow::id));
    }

    static ContactId id(String number) {
        return ContactId.ofNumber(new BigInteger(number));
    }

    /** The person whose key holds the contact's state, and so takes its changes. */
    Person root() {
        return Person.of(textOrNull(externalId), textOrNull(anonymousId));
    }

    static @Nullable String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
