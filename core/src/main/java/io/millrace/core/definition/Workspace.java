package io.millrace.core.definition;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** A tenant: its events, contacts and definitions are nobody else's. */
public record Workspace(String id, String name, String slug, ZoneId timezone, Instant createdAt) {

    public static final int NAME_LENGTH_MAX = 200;
    public static final Pattern SLUG = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    public Workspace {
        if (timezone.equals(ZoneOffset.UTC)) {
            timezone = ZoneId.of("UTC"); // By its name, not as the offset "Z": answers show it.
        }
        if (!id.startsWith("ws_")) {
            throw new IllegalArgumentException("a workspace id begins with ws_, found " + id);
        }
        if (name.isBlank() || name.length() > NAME_LENGTH_MAX) {
            throw new IllegalArgumentException("a workspace needs a name of 1 to 200 characters");
        }
        if (!SLUG.matcher(slug).matches()) {
            throw new IllegalArgumentException(
                    "a slug has 1 to 63 small letters, digits and inner hyphens, found " + slug);
        }
    }
}
