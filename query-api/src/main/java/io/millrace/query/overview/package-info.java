/** Dashboards: a workspace's summary and CampaignOS's time series and funnel. */
@NullMarked
package io.millrace.query.overview;

import org.jspecify.annotations.NullMarked;
