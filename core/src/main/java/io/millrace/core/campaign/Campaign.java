package io.millrace.core.campaign;

/** What one version of a campaign does. Its name, status and dates of change are its definition's. */
public record Campaign(CampaignGraph graph, CampaignSettings settings) {}
