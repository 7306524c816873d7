package io.millrace.core.campaign;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** When a scheduled trigger fires: an instant, or a local time of the workspace. */
public sealed interface ScheduledAt {

    /** @param zone the workspace's */
    Instant instant(ZoneId zone);

    /** @param zone the workspace's */
    LocalDateTime local(ZoneId zone);

    /** Written with an offset. */
    record Fixed(Instant at) implements ScheduledAt {
        @Override
        public Instant instant(ZoneId zone) {
            return at;
        }

        @Override
        public LocalDateTime local(ZoneId zone) {
            return LocalDateTime.ofInstant(at, zone);
        }
    }

    /** Written without an offset; one that a change of the clocks leaves out is as much later as they were set forward. */
    record Local(LocalDateTime at) implements ScheduledAt {
        @Override
        public Instant instant(ZoneId zone) {
            return at.atZone(zone).toInstant();
        }

        @Override
        public LocalDateTime local(ZoneId zone) {
            return at;
        }
    }
}
