package io.millrace.query.purge;

import io.millrace.clickhouse.ClickHouseClient;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the rows of contacts: of those deleted thirty days ago, of those for which it was asked, and again of those
 * whose rows came back. What is removed is noted before anything is removed, so that an interrupted purge goes on and a
 * replay is recognised. Any number of instances may do the same. For one thread.
 */
final class Purger {

    private static final Logger LOG = LoggerFactory.getLogger(Purger.class);

    private final ClickHouseClient client;
    private final PurgeStore store;
    private final PurgeScopes scopes;
    private final RowRemoval rows;
    private final Duration age;
    private final Duration known;
    private final Clock clock;

    /**
     * @param age of a deletion after which its contact is purged unasked
     * @param known how long after a mark jobs may still insert without having seen it
     */
    Purger(ClickHouseClient client, Duration age, Duration known, Clock clock, BooleanSupplier closing) {
        this.client = client;
        this.store = new PurgeStore(client);
        this.scopes = new PurgeScopes(client);
        this.rows = new RowRemoval(client, closing);
        this.age = age;
        this.known = known;
        this.clock = clock;
    }

    /** Asks for what was deleted long enough ago. */
    void askForOld() {
        store.askForOld(clock.instant(), age);
    }

    /** Carries out what was asked for. */
    void sweep() {
        carryOut(store.open());
    }

    /** Removes what a replay has brought back. */
    void sweepReturned() {
        List<Purge> returned = store.returned();
        for (Purge purge : returned) {
            LOG.warn("Rows of a purged contact of {} have come back and are removed again", purge.workspace());
        }
        carryOut(returned);
    }

    private void carryOut(List<Purge> purges) {
        Map<Purge, PurgeScope> marked = new LinkedHashMap<>();
        boolean fresh = false;
        for (Purge purge : purges) {
            Optional<PurgeScope> known = store.scope(purge);
            Optional<PurgeScope> scope = known.or(() -> scopes.of(purge.workspace(), purge.contact()));
            if (scope.isEmpty()) {
                // Its deletion is still on its way.
                continue;
            }
            if (known.isEmpty()) {
                store.mark(purge, scope.get(), clock.instant());
                fresh = true;
            }
            marked.put(purge, scope.get());
        }
        if (fresh && !awaitKnown()) {
            return;
        }
        marked.forEach((purge, scope) -> {
            remove(purge.workspace(), scope);
            store.done(purge, scope, clock.instant());
        });
    }

    /** Until jobs leave out what they insert of the marked; false if this ends before. */
    private boolean awaitKnown() {
        try {
            Thread.sleep(known.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void remove(String workspace, PurgeScope scope) {
        Names names = Names.of(workspace, scope, client);
        rows.remove("rejected_events", workspace, names::inEvents);
        rows.remove("contact_import_errors", workspace, names::inFiles);
        rows.remove("events", workspace, scope::ofArrivals);
        rows.remove("profile_writes", workspace, scope::ofArrivals);
        rows.remove("segment_changes", workspace, scope::ofContacts);
        rows.remove("segment_members", workspace, scope::ofContacts);
        rows.remove("messages", workspace, scope::ofContacts);
        rows.remove("enrollment_steps", workspace, scope::ofContacts);
        rows.remove("onsite_messages", workspace, scope::ofContacts);
        rows.remove("webhook_log", workspace, scope::ofContacts);
        rows.remove("api_outcomes", workspace, scope::ofContacts);
        // Last, since the names above are read from them.
        rows.remove("identities", workspace, scope::ofSlices);
        rows.empty("identities", "id", workspace, scope::ofSuccessors);
        rows.remove("contacts", workspace, scope::ofContacts);
    }
}
