package io.millrace.standalone.key;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Workspace;
import io.millrace.streams.definition.Access;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the workspace {@code default} and its first keys where they do not exist yet, and holds key settings to what is
 * stored. A start that ends anywhere in between is completed by the next one with the same keys.
 */
public final class FirstKeys {

    public static final String SLUG = "default";

    private final Access access;

    public FirstKeys(Access access) {
        this.access = access;
    }

    /** The keys that this start stored, as far as they were made up and so must be shown, and whether it stored any. */
    public record Outcome(Workspace workspace, Map<FirstKey, String> madeUp, boolean first) {
        public Outcome {
            madeUp = Map.copyOf(madeUp);
        }
    }

    /**
     * @param given the keys from settings
     * @param remembered the keys that an earlier start made up, by which a start that ended half way goes on
     * @param remember is told all made-up keys before the first is stored
     * @throws KeySettingException if a given key differs from the stored one
     */
    public Outcome ensure(
            Map<FirstKey, String> given,
            Map<FirstKey, String> remembered,
            Consumer<Map<FirstKey, String>> remember,
            Instant now) {
        requireDistinct(given);
        Optional<Workspace> known = access.workspaceBySlug(SLUG);
        Map<FirstKey, String> missing = new EnumMap<>(FirstKey.class);
        Map<FirstKey, String> madeUp = new EnumMap<>(FirstKey.class);
        for (FirstKey key : FirstKey.values()) {
            Optional<ApiKey> stored = stored(key, known);
            String setting = given.get(key);
            if (stored.isPresent()) {
                requireSame(key, setting, stored.get());
            } else if (setting != null) {
                requireUnused(key, setting);
                missing.put(key, setting);
            } else {
                String made = remembered.getOrDefault(key, key.generate());
                missing.put(key, made);
                madeUp.put(key, made);
            }
        }
        if (!madeUp.isEmpty()) {
            Map<FirstKey, String> all = new EnumMap<>(madeUp);
            remembered.forEach(all::putIfAbsent);
            remember.accept(all);
        }
        Workspace workspace = known.orElseGet(() -> createWorkspace(now));
        missing.forEach((key, secret) -> access.create(key.record(secret, workspace.id(), now)));
        return new Outcome(workspace, madeUp, !missing.isEmpty());
    }

    private Optional<ApiKey> stored(FirstKey key, Optional<Workspace> workspace) {
        String owner = key.owner(workspace.map(Workspace::id).orElse("none"));
        return access.keys(owner).stream().filter(key::is).findFirst();
    }

    private Workspace createWorkspace(Instant now) {
        Workspace workspace = new Workspace(Ids.workspace(), "Default", SLUG, ZoneOffset.UTC, now);
        access.create(workspace);
        return workspace;
    }

    private static void requireDistinct(Map<FirstKey, String> given) {
        Set<String> seen = new HashSet<>();
        given.forEach((key, secret) -> {
            if (!seen.add(secret)) {
                throw new KeySettingException(
                        key.setting() + " is the same as another key setting; each key needs its own value.");
            }
        });
    }

    private static void requireSame(FirstKey key, @Nullable String setting, ApiKey stored) {
        if (setting != null && !ApiKey.hash(setting).equals(stored.hash())) {
            throw new KeySettingException(key.setting()
                    + " differs from the key that was stored at the first start; unset it or set it to that key.");
        }
    }

    private void requireUnused(FirstKey key, String setting) {
        if (access.key(setting).isPresent()) {
            throw new KeySettingException(key.setting() + " is already in use as another key; choose another value.");
        }
    }
}
