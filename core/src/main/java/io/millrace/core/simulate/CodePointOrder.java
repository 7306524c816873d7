package io.millrace.core.simulate;

import java.util.Comparator;

/** Orders texts by Unicode code points, as UTF-8 does; {@link String#compareTo} goes by UTF-16 units. */
enum CodePointOrder implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                boolean bothInPairs = Character.isSurrogate(left) && Character.isSurrogate(right);
                if (!bothInPairs && (Character.isSurrogate(left) || Character.isSurrogate(right))) {
                    return Character.isSurrogate(left) ? 1 : -1;
                }
                return Character.compare(left, right);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
