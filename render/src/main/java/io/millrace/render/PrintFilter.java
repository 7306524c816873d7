package io.millrace.render;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import liqp.TemplateContext;
import liqp.filters.Filter;
import org.jspecify.annotations.Nullable;

/** The last filter of every output: refuses what is not there, and escapes for HTML what is not HTML yet. */
final class PrintFilter extends Filter {

    static final String NAME = "print_output";

    private final List<String> outputs;
    private final boolean html;
    private final @Nullable UnaryOperator<String> instead;

    /**
     * @param outputs what stood in each output, by number
     * @param instead see {@link Liquid}
     */
    PrintFilter(List<String> outputs, boolean html, @Nullable UnaryOperator<String> instead) {
        super(NAME);
        this.outputs = outputs;
        this.html = html;
        this.instead = instead;
    }

    @Override
    public Object apply(@Nullable Object value, TemplateContext context, Object... arguments) {
        String text;
        if (value != null) {
            text = text(value);
        } else if (instead != null) {
            text = instead.apply(variable(arguments));
        } else {
            throw new RefusedTemplateException(variable(arguments) + " is missing and has no default");
        }
        return html && !(value instanceof SafeHtml) ? Escaping.html(text) : text;
    }

    private String variable(Object[] arguments) {
        String expression = outputs.get(((Number) arguments[0]).intValue());
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
