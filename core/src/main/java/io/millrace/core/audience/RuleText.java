package io.millrace.core.audience;

import io.millrace.core.rule.Rule;

/** The canonical text of a condition. */
final class RuleText {

    private RuleText() {}

    static String of(Rule leaf) {
        return leaf.toString();
    }
}
