package io.millrace.flink.purge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import java.util.Map;
import java.util.Optional;

/** The tables from which a purge removes rows, and how a row of each is recognised as a purged contact's. */
enum PurgedTable {
    EVENTS {
        @Override
        boolean isPurged(RowFacts row, PurgeMarks marks) {
            return marks.isPurged(row.person, row.millis);
        }
    },
    PROFILE_WRITES {
        @Override
        boolean isPurged(RowFacts row, PurgeMarks marks) {
            return marks.isPurged(row.person, row.millis);
        }
    },
    REJECTED_EVENTS {
        @Override
        boolean isPurged(RowFacts row, PurgeMarks marks) {
            return namesPurged(row, marks);
        }
    },
    CONTACTS {
        @Override
        boolean isPurged(RowFacts row, PurgeMarks marks) {
            return marks.isPurged(row.contact);
        }
    },
    SEGMENT_CHANGES {
        @Override
        boolean isPurged(RowFacts row, PurgeMarks marks) {
            return marks.isPurged(row.contact);
        }
    },
    SEGMENT_MEMBERS {
        @Override
        boolean isPurged(RowFacts row, PurgeMarks marks) {
            return marks.isPurged(row.contact);
        }
    },
    MESSAGES {
        @Override
        boolean isPurged(RowFacts row, PurgeMarks marks) {
            return marks.isPurged(row.contact);
        }
    },
    ENROLLMENT_STEPS {
        @Override
        boolean isPurged(RowFacts row, PurgeMarks marks) {
            return marks.isPurged(row.contact);
        }
    },
    IDENTITIES {
        @Override
        boolean isPurged(RowFacts row, PurgeMarks marks) {
            return marks.isPurged(row.contact) || marks.isPurged(row.person, row.millis);
        }

        @Override
        boolean losesItsId(RowFacts row, PurgeMarks marks) {
            return marks.endAt(row.person, row.millis);
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The fields of an event that name a person, in both spellings. */
    private static final Map<String, Person.Kind> NAMES = Map.of(
            "userId", Person.Kind.USER,
            "user_id", Person.Kind.USER,
            "anonymousId", Person.Kind.ANONYMOUS,
            "anonymous_id", Person.Kind.ANONYMOUS);

    /** Of a table as inserts name it; empty for tables that name no contact. */
    static Optional<PurgedTable> named(String table) {
        for (PurgedTable one : values()) {
            if (one.name().equalsIgnoreCase(table)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    abstract boolean isPurged(RowFacts row, PurgeMarks marks);

    /** Whether the row says of an id whose it is after a purge: then it stays, and does not spell the id out. */
    boolean losesItsId(RowFacts row, PurgeMarks marks) {
        return false;
    }

    private static boolean namesPurged(RowFacts row, PurgeMarks marks) {
        JsonNode event;
        try {
            event = JSON.readTree(row.payload);
        } catch (JsonProcessingException e) {
            return false;
        }
        for (Map.Entry<String, Person.Kind> name : NAMES.entrySet()) {
            String id = event.path(name.getKey()).asText();
            if (!id.isEmpty()
                    && marks.isPurged(ContactId.of(row.workspace, new Person(name.getValue(), id)), row.millis)) {
                return true;
            }
        }
        return false;
    }
}
