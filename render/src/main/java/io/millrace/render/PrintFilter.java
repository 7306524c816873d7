package io.millrace.render;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import liqp.TemplateContext;
import liqp.filters.Filter;
import org.jspecify.annotations.Nullable;

/** The last filter of every output: refuses what is not there, and escapes for HTML what is not HTML yet. */
final class PrintFilter extends Filter {

    static final String NAME = "print_output";

    private final List<String> outputs;
    private final boolean html;
    private final @Nullable Consumer<String> missing;

    /**
     * @param outputs what stood in each output, by number
     * @param missing see {@link Liquid}
     */
    PrintFilter(List<String> outputs, boolean html, @Nullable Consumer<String> missing) {
        super(NAME);
        this.outputs = outputs;
        this.html = html;
        this.missing = missing;
    }

    @Override
    public Object apply(@Nullable Object value, TemplateContext context, Object... arguments) {
        if (value == null && missing != null) {
            missing.accept(variable(((Number) arguments[0]).intValue()));
            return "";
        }
        if (value == null) {
            throw new RefusedTemplateException(
                    variable(((Number) arguments[0]).intValue()) + " is missing and has no default");
        }
        String text = text(value);
        return html && !(value instanceof SafeHtml) ? Escaping.html(text) : text;
    }

    private String variable(int number) {
        String expression = outputs.get(number);
        int filters = expression.indexOf('|');
        return (filters < 0 ? expression : expression.substring(0, filters)).strip();
    }

    private static String text(Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value instanceof Collection<?> list
                ? list.stream().map(PrintFilter::text).collect(Collectors.joining())
                : String.valueOf(value);
    }
}
