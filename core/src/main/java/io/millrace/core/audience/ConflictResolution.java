package io.millrace.core.audience;

/** Whose value a trait, score or choice has after a merge of two known contacts. */
public enum ConflictResolution {
    /** The target's where it has one, else the source's. */
    PREFER_TARGET,
    PREFER_SOURCE,
    /** That with the greater event time, the later arrival at a tie; links of anonymous ids always go by this. */
    NEWEST
}
