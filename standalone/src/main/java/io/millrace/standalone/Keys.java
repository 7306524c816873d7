package io.millrace.standalone;

import io.millrace.standalone.folder.DataFolder;
import io.millrace.standalone.key.FirstKey;
import io.millrace.standalone.key.FirstKeys;
import io.millrace.streams.definition.Access;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sees to it that the first keys exist, and shows those it made up. */
final class Keys {

    private Keys() {}

    static void ensure(StandaloneSettings settings, DataFolder folder, Access access, Console console) {
        if (folder.deleteKeysFile()) {
            console.line("Deleted keys.json, in which an earlier version kept keys as plain text; commands take them"
                    + " from MILLRACE_WRITE_KEY and MILLRACE_SECRET_KEY.");
        }
        new FirstKeys(access).ensure(settings.keys(), made -> shown(made).forEach(console::line), Instant.now());
    }

    /** Ready to be pasted into another shell. */
    static List<String> shown(Map<FirstKey, String> madeUp) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Keys of workspace \"" + FirstKeys.SLUG
                + "\", shown this once and kept as hashes only; keep them, and");
        lines.add("paste this into the shell that you use Millrace from:");
        lines.add("");
        for (FirstKey key : FirstKey.values()) {
            String secret = madeUp.get(key);
            if (secret != null) {
                lines.add("  export " + key.setting() + "=" + secret);
            }
        }
        lines.add("");
        return lines;
    }
}
