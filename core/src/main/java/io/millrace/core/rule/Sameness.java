package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When two JSON values are one value: numbers by value, objects and lists by what is in them. */
final class Sameness {

    private Sameness() {}

    static boolean same(@Nullable JsonNode a, @Nullable JsonNode b) {
        boolean absent = Values.isAbsent(a);
        if (absent || Values.isAbsent(b) || a == null || b == null) {
            return absent && Values.isAbsent(b);
        }
        if (a.isArray() || b.isArray()) {
            return a.isArray() && b.isArray() && sameLists(a, b);
        }
        if (a.isObject() || b.isObject()) {
            return a.isObject() && b.isObject() && within(a, b) && within(b, a);
        }
        return sameScalars(a, b);
    }

    /** Of two values that are there; lists and objects equal nothing. */
    static boolean sameScalars(JsonNode a, JsonNode b) {
        if (a.isContainerNode() || b.isContainerNode()) {
            return false;
        }
        BigDecimal x = Numbers.of(a);
        BigDecimal y = Numbers.of(b);
        if (x != null && y != null) {
            return x.compareTo(y) == 0;
        }
        if (x != null || y != null) {
            return false;
        }
        String text = Values.textOf(a);
        return text != null && text.equals(Values.textOf(b));
    }

    private static boolean sameLists(JsonNode a, JsonNode b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean within(JsonNode a, JsonNode b) {
        Iterator<Map.Entry<String, JsonNode>> members = a.fields();
        while (members.hasNext()) {
            Map.Entry<String, JsonNode> member = members.next();
            if (!same(member.getValue(), b.get(member.getKey()))) {
                return false;
            }
        }
        return true;
    }
}
