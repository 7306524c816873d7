package io.millrace.render;

import java.util.Collection;
import java.util.Set;
import liqp.TemplateContext;
import liqp.filters.Filter;
import org.jspecify.annotations.Nullable;

/**
 * One of the library's filters: what is missing stays missing, so that {@code default} or the output can tell, and no value
 * grows beyond bounds, as it would by doubling itself in a loop.
 */
final class BoundedFilter extends Filter {

    static final int TEXT_LENGTH_MAX = 1_000_000;
    static final int LIST_SIZE_MAX = 10_000;

    private static final String DEFAULT = "default";

    /** What they return is HTML. */
    private static final Set<String> ESCAPING = Set.of("escape", "escape_once", "h");

    private final Filter filter;

    BoundedFilter(Filter filter) {
        super(filter.getName());
        this.filter = filter;
    }

    @Override
    public @Nullable Object apply(@Nullable Object value, TemplateContext context, Object... arguments) {
        if (value == null && !name.equals(DEFAULT)) {
            return null;
        }
        // A text that a filter changes is a text again: nobody knows whether it still is HTML.
        Object result = filter.apply(value instanceof SafeHtml safe ? safe.text() : value, context, arguments);
        bound(result);
        return ESCAPING.contains(name) && result != null ? new SafeHtml(result.toString()) : result;
    }

    private void bound(@Nullable Object result) {
        if (result instanceof CharSequence text && text.length() > TEXT_LENGTH_MAX) {
            throw new RefusedTemplateException("filter " + name + " makes a text of " + text.length()
                    + " characters, up to " + TEXT_LENGTH_MAX + " are expected");
        }
        int size = result instanceof Collection<?> list
                ? list.size()
                : result instanceof Object[] array ? array.length : 0;
        if (size > LIST_SIZE_MAX) {
            throw new RefusedTemplateException("filter " + name + " makes a list of " + size + " elements, up to "
                    + LIST_SIZE_MAX + " are expected");
        }
    }
}
