package io.millrace.core.event;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who an event names: its {@code userId}, else its {@code anonymousId}. Topic {@code events} is keyed by workspace and
 * person, so order is promised per person.
 */
public record Person(Kind kind, String id) {

    /** The letter is part of Kafka keys and contact ids; it never changes. */
    public enum Kind {
        USER('u'),
        ANONYMOUS('a');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        char letter() {
            return letter;
        }
    }

    public Person {
        Objects.requireNonNull(kind);
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a person needs an id");
        }
    }

    /** The person of an event; an event needs at least one of both ids. */
    public static Person of(@Nullable String userId, @Nullable String anonymousId) {
        if (userId != null) {
            return new Person(Kind.USER, userId);
        }
        if (anonymousId == null) {
            throw new IllegalArgumentException("an event needs a userId or an anonymousId");
        }
        return new Person(Kind.ANONYMOUS, anonymousId);
    }

    /** The Kafka key: workspace first, then kind and id, told apart by a zero byte that no workspace id contains. */
    public byte[] key(String workspace) {
        return (workspace + '\0' + kind.letter + id).getBytes(StandardCharsets.UTF_8);
    }
}
