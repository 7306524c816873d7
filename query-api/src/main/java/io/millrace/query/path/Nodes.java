package io.millrace.query.path;

import io.millrace.clickhouse.Symbols;
import java.util.Arrays;

/**
 * The names of events as {@link PathsSql} writes them: a sign that says whether the event is an anchor, then the name. A
 * name has one number, whether or not it is an anchor. Used by one thread.
 */
final class Nodes {

    static final String ANCHOR = "+";
    static final String OTHER = "-";

    private final Symbols signed;
    private final Symbols names = new Symbols();
    /** The name of each signed text, and whether it is an anchor. */
    private int[] numbers = new int[0];

    private boolean[] anchors = new boolean[0];

    Nodes(Symbols signed) {
        this.signed = signed;
    }

    /** The number of the name in a signed text. */
    int number(int text) {
        learn(text);
        return numbers[text];
    }

    boolean isAnchor(int text) {
        learn(text);
        return anchors[text];
    }

    String name(int number) {
        return names.text(number);
    }

    private void learn(int text) {
        int known = numbers.length;
        if (text < known) {
            return;
        }
        numbers = Arrays.copyOf(numbers, signed.size());
        anchors = Arrays.copyOf(anchors, signed.size());
        for (int i = known; i < numbers.length; i++) {
            String found = signed.text(i);
            numbers[i] = names.number(found.substring(1));
            anchors[i] = found.startsWith(ANCHOR);
        }
    }
}
