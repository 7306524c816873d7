package io.millrace.query.overview;

import io.millrace.query.http.Call;
import io.millrace.query.request.Faults;
import io.millrace.query.time.TimeRange;

/** CampaignOS's period: so many local days that end today. */
final class Days {

    private static final int DEFAULT = 30;
    static final int MOST = 3_660;

    private Days() {}

    static int read(Call call, Faults faults) {
        return call.wholeParameter("days", DEFAULT, 1, MOST, faults);
    }

    static TimeRange range(Call call, int days) {
        return TimeRange.lastDays(days, call.ownWorkspace().timezone(), call.at());
    }
}
