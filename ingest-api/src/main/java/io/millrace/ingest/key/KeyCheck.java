package io.millrace.ingest.key;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Scope;
import io.millrace.streams.definition.Access;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges who may write. A key that is not known may have been created a moment ago elsewhere, so it is refused only after
 * the definitions have been read on; known keys never wait. Thread-safe.
 */
public final class KeyCheck implements AutoCloseable {

    private final Access access;
    private final Clock clock;
    private final AccessRefresh refresh;

    public KeyCheck(Access access, Clock clock) {
        this.access = access;
        this.clock = clock;
        this.refresh = new AccessRefresh(access);
    }

    /** Calls back at once if the key is known, else on the refreshing thread, which the callback must not hold. */
    public void judge(
            @Nullable String authorization,
            @Nullable String query,
            @Nullable String body,
            Consumer<KeyVerdict> verdict) {
        Candidates candidates = Candidates.of(authorization, query, body);
        KeyVerdict known = judgeKnown(candidates);
        if (known != null) {
            verdict.accept(known);
            return;
        }
        refresh.afterwards(refreshed -> {
            if (!refreshed) {
                verdict.accept(KeyVerdict.UNCHECKED);
                return;
            }
            KeyVerdict then = judgeKnown(candidates);
            verdict.accept(then == null ? KeyVerdict.REFUSED : then);
        });
    }

    /** Null if the deciding key is unknown. */
    private @Nullable KeyVerdict judgeKnown(Candidates candidates) {
        String deciding = candidates.basic();
        if (deciding == null && candidates.bearer() != null) {
            Optional<ApiKey> bearer = access.key(candidates.bearer()).filter(this::mayWrite);
            if (bearer.isPresent()) {
                return KeyVerdict.allowed(bearer.get());
            }
        }
        if (deciding == null) {
            deciding = candidates.besidesBearer();
        }
        if (deciding == null) {
            deciding = candidates.bearer();
        }
        if (deciding == null) {
            return KeyVerdict.REFUSED;
        }
        return access.key(deciding)
                .map(key -> mayWrite(key) ? KeyVerdict.allowed(key) : KeyVerdict.REFUSED)
                .orElse(null);
    }

    private boolean mayWrite(ApiKey key) {
        return key.validAt(clock.instant())
                && key.allows(Scope.EVENTS_WRITE)
                && !key.workspace().isEmpty();
    }

    @Override
    public void close() {
        refresh.close();
    }
}
