package io.millrace.flink;

import io.millrace.core.settings.Env;

/**
 * Both jobs as one application on a Flink cluster; each by itself is {@link EventJobMain} and {@link AudienceJobMain}. The
 * application ends when both have ended.
 */
public final class JobsMain {

    private JobsMain() {}

    public static void main(String[] args) throws Exception {
        Env settings = Env.system();
        EventJobMain.job(settings).executeAsync(EventJob.NAME);
        AudienceJobMain.job(settings).executeAsync(AudienceJob.NAME);
    }
}
