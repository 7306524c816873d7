package io.millrace.query.audience;

import io.millrace.core.rule.Path;
import io.millrace.core.rule.ValueTest;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** By what a contact can be reached; the profile says whether it can. */
public enum Channel {
    /** Has an e-mail address and has not unsubscribed from everything. */
    EMAIL(null),
    /** Has {@code traits.push_token}. */
    PUSH("push_token"),
    /** Has {@code traits.telegram_chat_id}. */
    TELEGRAM("telegram_chat_id"),
    /** Everybody, at the next visit. */
    ONSITE(null),
    /** Everybody: the receiver is not the contact. */
    WEBHOOK(null);

    static final ValueTest IS_THERE = new ValueTest.Exists(false);

    private final @Nullable String trait;

    Channel(@Nullable String trait) {
        this.trait = trait;
    }

    /** As answers spell it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The trait that must be there. */
    Optional<Path> trait() {
        return Optional.ofNullable(trait).map(Path::of);
    }
}
