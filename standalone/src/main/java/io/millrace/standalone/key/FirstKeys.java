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
 * stored. Only hashes are stored, so a key is shown before it is stored: a start that ends anywhere in between leaves no
 * key that nobody has seen, and the next one makes up those that are missing.
 */
public final class FirstKeys {

    public static final String SLUG = "default";

    private final Access access;

    public FirstKeys(Access access) {
        this.access = access;
    }

    /**
     * @param given the keys from settings
     * @param show is told all made-up keys before the first is stored, if there are any
     * @throws KeySettingException if a given key differs from the stored one
     */
    public void ensure(Map<FirstKey, String> given, Consumer<Map<FirstKey, String>> show, Instant now) {
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
                String made = key.generate();
                missing.put(key, made);
                madeUp.put(key, made);
            }
        }
        if (!madeUp.isEmpty()) {
            show.accept(madeUp);
        }
        Workspace workspace = known.orElseGet(() -> createWorkspace(now));
        missing.forEach((key, secret) -> access.create(key.record(secret, workspace.id(), now)));
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
