package io.millrace.cli.importing;

import io.millrace.core.settings.Env;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Where imports remember how far they got: one file per data file, options and target, in the user's cache folder. */
record StateFiles(Path folder) {

    /** {@code MILLRACE_CACHE_DIR}, else {@code XDG_CACHE_HOME/millrace}, else {@code ~/.cache/millrace}. */
    static StateFiles of(Env env) {
        Optional<Path> given = env.text("MILLRACE_CACHE_DIR").map(Path::of);
        Path cache = given.orElseGet(() -> env.text("XDG_CACHE_HOME")
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("millrace"));
        return new StateFiles(cache.resolve("imports"));
    }

    Path path(String... identity) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest(String.join("\0", identity).getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(hash, 0, 16) + ".json");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
