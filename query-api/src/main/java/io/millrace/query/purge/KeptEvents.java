package io.millrace.query.purge;

import io.millrace.core.definition.Workspace;
import java.time.Instant;

/** How far back a workspace's events go that keeps them for some days. */
public final class KeptEvents {

    private KeptEvents() {}

    /** The first instant that is kept: whole local days are. */
    public static Instant from(Workspace workspace, int days, Instant now) {
        return now.atZone(workspace.timezone())
                .toLocalDate()
                .minusDays(days)
                .atStartOfDay(workspace.timezone())
                .toInstant();
    }
}
