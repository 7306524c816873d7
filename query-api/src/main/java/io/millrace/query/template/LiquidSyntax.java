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

    private static final Pattern PRINTED = Pattern.compile("\\{\\{-?\\s*([A-Za-z_][\\w.-]*)");

    private LiquidSyntax() {}

    /** What is wrong with it; empty if nothing is. */
    static Optional<String> fault(String text) {
        if (text.indexOf('{') < 0) {
            return Optional.empty();
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
