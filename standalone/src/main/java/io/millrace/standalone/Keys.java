package io.millrace.standalone;

import io.millrace.standalone.folder.DataFolder;
import io.millrace.standalone.folder.KeysFile;
import io.millrace.standalone.key.FirstKey;
import io.millrace.standalone.key.FirstKeys;
import io.millrace.streams.definition.Access;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Brings settings, {@code keys.json} and the stored keys together. */
final class Keys {

    private Keys() {}

    static FirstKeys.Outcome ensure(StandaloneSettings settings, DataFolder folder, Access access) {
        return new FirstKeys(access)
                .ensure(
                        settings.keys(),
                        remembered(folder),
                        made -> KeysFile.write(folder, byField(made)),
                        Instant.now());
    }

    private static Map<FirstKey, String> remembered(DataFolder folder) {
        Map<String, String> byField = KeysFile.read(folder);
        Map<FirstKey, String> keys = new EnumMap<>(FirstKey.class);
        for (FirstKey key : FirstKey.values()) {
            String secret = byField.get(key.field());
            if (secret != null) {
                keys.put(key, secret);
            }
        }
        return keys;
    }

    private static Map<String, String> byField(Map<FirstKey, String> keys) {
        Map<String, String> byField = new LinkedHashMap<>();
        new EnumMap<>(keys).forEach((key, secret) -> byField.put(key.field(), secret));
        return byField;
    }
}
