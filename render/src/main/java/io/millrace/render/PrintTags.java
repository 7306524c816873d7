package io.millrace.render;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template whose every output ends in the filter {@link PrintFilter#NAME}, which sees the value as it is printed: {@code
 * {{ name }}} becomes {@code {{ name | print_output: 0 }}}. Outputs within {@code raw} and {@code comment} stay.
 *
 * @param outputs what stood in each output, by the number that its filter is given
 */
record PrintTags(String source, List<String> outputs) {

    private static final Pattern VERBATIM = Pattern.compile("\\{%-?\\s*(raw|comment)\\s*-?%}");

    PrintTags {
        outputs = List.copyOf(outputs);
    }

    static PrintTags of(String template) {
        StringBuilder source = new StringBuilder(template.length() + 64);
        List<String> outputs = new ArrayList<>();
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            if (open < 0) {
                break;
            }
            source.append(template, at, open);
            if (template.startsWith("{{", open)) {
                at = output(template, open, source, outputs);
            } else if (template.startsWith("{%", open)) {
                at = tag(template, open, source);
            } else {
                source.append('{');
                at = open + 1;
            }
        }
        return new PrintTags(source.append(template, at, template.length()).toString(), outputs);
    }

    /** Copies a tag, and what a verbatim one encloses. */
    private static int tag(String template, int open, StringBuilder source) {
        int end = end(template, open + 2, "%}");
        Matcher verbatim = VERBATIM.matcher(template).region(open, end);
        if (verbatim.lookingAt()) {
            Matcher close = Pattern.compile("\\{%-?\\s*end" + verbatim.group(1) + "\\s*-?%}")
                    .matcher(template);
            end = close.find(end) ? close.end() : template.length();
        }
        source.append(template, open, end);
        return end;
    }

    private static int output(String template, int open, StringBuilder source, List<String> outputs) {
        int end = end(template, open + 2, "}}");
        if (end == template.length() && !template.endsWith("}}")) {
            // Never closed: the parser says so.
            source.append(template, open, end);
            return end;
        }
        int from = template.startsWith("{{-", open) ? open + 3 : open + 2;
        int to = template.startsWith("-}}", end - 3) && end - 3 >= from ? end - 3 : end - 2;
        String expression = template.substring(from, Math.max(from, to)).strip();
        source.append(template, open, from).append(template, from, Math.max(from, to));
        if (!expression.isEmpty()) {
            source.append(" | ")
                    .append(PrintFilter.NAME)
                    .append(": ")
                    .append(outputs.size())
                    .append(' ');
            outputs.add(expression);
        }
        source.append(template, Math.max(from, to), end);
        return end;
    }

    /** Behind the closing mark, which may stand in quotes without closing anything; the template's end if there is none. */
    private static int end(String template, int from, String mark) {
        char quote = 0;
        for (int i = from; i < template.length(); i++) {
            char c = template.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (template.startsWith(mark, i)) {
                return i + mark.length();
            }
        }
        return template.length();
    }
}
