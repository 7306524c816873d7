package io.millrace.core.audience;

/**
 * The identity of a condition over events: equal conditions of a workspace share one state per contact, whichever
 * segments name them. The first 64 bits of SHA-256 over the condition's canonical JSON without what does not touch its
 * state.
 */
public record LeafKey(long hash) {}
