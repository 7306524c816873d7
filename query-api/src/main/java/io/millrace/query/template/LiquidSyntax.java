package io.millrace.query.template;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liqp.TemplateParser;
import liqp.exceptions.LiquidException;

/** Whether a text is Liquid, as far as can be told before it is rendered, and what it prints. Pure and thread-safe. */
final class LiquidSyntax {

    /** The parser takes time that grows with the square of a tag's length. */
    private static final int TAG_LENGTH_MAX = 2_000;

    private static final Pattern INCLUDED = Pattern.compile("\\{%-?\\s*include(_relative)?\\b");
    private static final Pattern PRINTED = Pattern.compile("\\{\\{-?\\s*([A-Za-z_][\\w.-]*)");

    private LiquidSyntax() {}

    /** What is wrong with it; empty if nothing is. */
    static Optional<String> fault(String text) {
        if (text.indexOf('{') < 0) {
            return Optional.empty();
        }
        if (hasLongTag(text)) {
            return Optional.of("a tag or output has up to " + TAG_LENGTH_MAX + " characters");
        }
        if (INCLUDED.matcher(text).find()) {
            return Optional.of("messages include no files");
        }
        try {
            new TemplateParser.Builder()
                    .withErrorMode(TemplateParser.ErrorMode.LAX)
                    .build()
                    .parse(text);
            return Optional.empty();
        } catch (LiquidException e) {
            return Optional.of(firstLine(e));
        } catch (RuntimeException e) {
            return Optional.of("it cannot be read: " + firstLine(e));
        } catch (StackOverflowError e) {
            return Optional.of("it is nested too deeply");
        }
    }

    private static boolean hasLongTag(String text) {
        for (int open = tagAt(text, 0); open >= 0; open = tagAt(text, open + 2)) {
            String close = text.charAt(open + 1) == '%' ? "%}" : "}}";
            int end = text.indexOf(close, open + 2);
            if ((end < 0 ? text.length() : end) - open > TAG_LENGTH_MAX) {
                return true;
            }
        }
        return false;
    }

    private static int tagAt(String text, int from) {
        int output = text.indexOf("{{", from);
        int tag = text.indexOf("{%", from);
        return output < 0 ? tag : tag < 0 ? output : Math.min(output, tag);
    }

    /** The variables that texts print, each once, in order. */
    static Set<String> printed(List<String> texts) {
        Set<String> names = new LinkedHashSet<>();
        for (String text : texts) {
            Matcher matcher = PRINTED.matcher(text);
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
