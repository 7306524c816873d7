package io.millrace.render;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import liqp.Template;
import liqp.TemplateParser;
import liqp.exceptions.ExceededMaxIterationsException;
import liqp.exceptions.LiquidException;
import liqp.filters.Filter;
import liqp.filters.Filters;
import org.jspecify.annotations.Nullable;

/**
 * Renders Liquid texts: strictly, since a variable that is missing and has no default fails the message; within bounds of
 * size, steps and time; without a way to files. Thread-safe.
 */
final class Liquid {

    static final int TEMPLATE_LENGTH_MAX = 500_000;
    static final int RENDERED_LENGTH_MAX = 2_000_000;
    static final int ITERATIONS_MAX = 10_000;

    private static final int KEPT_TEMPLATES = 200;
    private static final List<String> READING_FILES = List.of("include", "include_relative");
    private static final List<Filter> FILTERS = Filters.DEFAULT_FILTERS.values().stream()
            .<Filter>map(BoundedFilter::new)
            .toList();

    /** Rendering waits for a thread of these, that it may stop waiting. */
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "render");
        thread.setDaemon(true);
        return thread;
    });

    private final boolean html;
    private final long millisMax;
    private final @Nullable UnaryOperator<String> instead;
    private final Map<String, Queue<Template>> kept = Collections.synchronizedMap(new Kept());

    /**
     * @param html whether outputs are escaped for HTML
     * @param millisMax that one rendering may take
     */
    Liquid(boolean html, long millisMax) {
        this(html, millisMax, null);
    }

    /** @param instead what is printed for a variable that is missing, by its name; null: it ends the rendering */
    Liquid(boolean html, long millisMax, @Nullable UnaryOperator<String> instead) {
        this.html = html;
        this.millisMax = millisMax;
        this.instead = instead;
    }

    /**
     * Parsed templates by their texts, those used longest ago forgotten. A parsed template is in the hands of one rendering
     * at a time: it keeps the variables that it renders, and two at once would print each other's.
     */
    private static final class Kept extends LinkedHashMap<String, Queue<Template>> {
        private static final long serialVersionUID = 1L;

        Kept() {
            super(KEPT_TEMPLATES, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Queue<Template>> eldest) {
            return size() > KEPT_TEMPLATES;
        }
    }

    /** @param variables maps, lists, texts, numbers and booleans; not changed */
    String render(String text, Map<String, Object> variables) throws RenderException {
        if (text.indexOf('{') < 0) {
            return text;
        }
        if (text.length() > TEMPLATE_LENGTH_MAX) {
            throw new RenderException("the template has " + text.length() + " characters, up to " + TEMPLATE_LENGTH_MAX
                    + " are expected");
        }
        try {
            Queue<Template> free = kept.computeIfAbsent(text, unknown -> new ConcurrentLinkedQueue<>());
            Template known = free.poll();
            Template template = known == null ? parse(text) : known;
            String rendered = template.render(variables, THREADS, false);
            // One that failed is not used again: it may have run out of time and still be at it.
            free.add(template);
            return rendered;
        } catch (RuntimeException e) {
            throw new RenderException(reason(e));
        } catch (StackOverflowError e) {
            throw new RenderException("the template is nested too deeply");
        }
    }

    private Template parse(String text) {
        PrintTags tags = PrintTags.of(text);
        TemplateParser.Builder parser = new TemplateParser.Builder()
                .withErrorMode(TemplateParser.ErrorMode.LAX)
                .withMaxIterations(ITERATIONS_MAX)
                .withMaxSizeRenderedString(RENDERED_LENGTH_MAX)
                .withMaxTemplateSizeBytes(8L * TEMPLATE_LENGTH_MAX)
                .withMaxRenderTimeMillis(millisMax)
                .withNameResolver(name -> {
                    throw new RefusedTemplateException("messages include no files, found " + name);
                });
        FILTERS.forEach(parser::withFilter);
        parser.withFilter(new PrintFilter(tags.outputs(), html, instead));
        READING_FILES.forEach(tag -> parser.withTag(new RefusedTag(tag)));
        if (html) {
            parser.withBlock(new HtmlCapture());
        }
        return parser.build().parse(tags.source());
    }

    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedTemplateException refused) {
                return String.valueOf(refused.getMessage());
            }
            if (cause instanceof ExceededMaxIterationsException) {
                return "the template takes more than " + ITERATIONS_MAX + " steps";
            }
            if (cause instanceof java.util.concurrent.TimeoutException) {
                return "the template takes too long";
            }
            if (cause instanceof LiquidException) {
                return "the template is no Liquid: " + firstLine(cause);
            }
        }
        Throwable root = failure;
        while (root.getCause() != null
                && (root instanceof ExecutionException || root.getClass() == RuntimeException.class)) {
            root = root.getCause();
        }
        return "the template cannot be rendered: " + firstLine(root);
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
