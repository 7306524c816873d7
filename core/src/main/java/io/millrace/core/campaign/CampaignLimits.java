package io.millrace.core.campaign;

import io.millrace.core.rule.RuleLimits;

/**
 * How large a campaign may be.
 *
 * @param nodes of the graph
 * @param branches of one split
 * @param exitConditions of the settings
 * @param bytes of its JSON text, written without blanks
 * @param rules each rule within it, and the conditions of {@code where} of each node
 */
public record CampaignLimits(int nodes, int branches, int exitConditions, int bytes, RuleLimits rules) {

    public static final CampaignLimits DEFAULT = new CampaignLimits(500, 100, 50, 512 * 1024, RuleLimits.DEFAULT);

    public CampaignLimits {
        if (nodes < 1 || branches < 1 || exitConditions < 1 || bytes < 2) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
