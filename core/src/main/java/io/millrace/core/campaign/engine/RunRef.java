package io.millrace.core.campaign.engine;

/**
 * Which run is meant.
 *
 * @param contact the name of the contact that it belongs to now
 * @param run its id, the same for ever; see {@link RunIds}
 */
public record RunRef(String campaign, long version, String contact, String run) {}
