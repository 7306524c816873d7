package io.millrace.query;

import io.millrace.query.http.CallWatch;
import io.millrace.query.http.HeavyLimits;
import io.millrace.query.http.HttpApi;
import io.millrace.query.http.Limits;
import java.time.Duration;

/** Bounds of calls for tests of something else. */
final class CallBounds {

    private CallBounds() {}

    static HttpApi.Bounds wide() {
        return new HttpApi.Bounds(
                new Limits(Duration.ofSeconds(60), 2_000_000_000, 100),
                new HeavyLimits(10, 10, 10, Duration.ofSeconds(60)),
                new CallWatch(queryId -> {}));
    }
}
