package io.millrace.core.audience;

/** What a {@link RuleChange} means to a {@link RuleBook}. */
public sealed interface RuleUpdate {

    /** Nothing: it is older than what is known, or touches no answer. */
    record None() implements RuleUpdate {}

    /**
     * The workspace's rules are others from now on.
     *
     * @param rejudge whether contacts to which nothing happens may enter or leave by it, or keep what must be forgotten;
     *     if so every contact of the workspace must be judged under these rules, and under each such rules before them
     */
    record Changed(String workspace, AudienceRules rules, boolean rejudge) implements RuleUpdate {}

    /** It cannot be used and changes nothing. */
    record Damaged(String reason) implements RuleUpdate {}
}
