package io.millrace.core.definition;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an API key may do. */
public enum Scope {
    EVENTS_WRITE("events:write"),
    CONTACTS_READ("contacts:read"),
    CONTACTS_WRITE("contacts:write"),
    SEGMENTS_READ("segments:read"),
    SEGMENTS_WRITE("segments:write"),
    CAMPAIGNS_READ("campaigns:read"),
    CAMPAIGNS_WRITE("campaigns:write"),
    TEMPLATES_READ("templates:read"),
    TEMPLATES_WRITE("templates:write"),
    SETTINGS_READ("settings:read"),
    SETTINGS_WRITE("settings:write"),
    WEBHOOKS_READ("webhooks:read"),
    WEBHOOKS_WRITE("webhooks:write"),
    ANALYTICS_READ("analytics:read");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public static Optional<Scope> fromText(String text) {
        return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
    }

    /** All but ingest: what a workspace's first secret key has. */
    public static Set<Scope> management() {
        return Arrays.stream(values()).filter(scope -> scope != EVENTS_WRITE).collect(Collectors.toUnmodifiableSet());
    }

    public static List<String> texts() {
        return Arrays.stream(values()).map(Scope::text).toList();
    }
}
