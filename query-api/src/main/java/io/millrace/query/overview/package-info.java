/** Dashboards: a workspace in a few numbers, and CampaignOS's six questions. */
@NullMarked
package io.millrace.query.overview;

import org.jspecify.annotations.NullMarked;
