package io.millrace.render;

import io.millrace.core.campaign.Channel;
import io.millrace.core.definition.MessageTemplate;
import io.millrace.streams.definition.TemplateStore;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecord.Message;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Writes a message for its contact, with the template as it stands now. Thread-safe. */
public final class Renderer {

    /** What one rendering may take of each of its texts, on a machine that has better things to do. */
    private static final long MILLIS_MAX = 2_000;

    private static final int SUBJECT_LENGTH_MAX = 1_000;

    private final TemplateStore templates;
    private final Liquid html = new Liquid(true, MILLIS_MAX);
    private final Liquid text = new Liquid(false, MILLIS_MAX);
    private final Liquid htmlOfTests = new Liquid(true, MILLIS_MAX, Renderer::named);
    private final Liquid textOfTests = new Liquid(false, MILLIS_MAX, Renderer::named);

    public Renderer(TemplateStore templates) {
        this.templates = templates;
    }

    /**
     * A message's words.
     *
     * @param text of an HTML message without a text of its own, its HTML's words
     */
    public record Rendered(String subject, Optional<String> html, String text) {}

    /** The subscription group that a message belongs to: its own, else its template's. */
    public Optional<String> group(SendRecord send) {
        Message message = send.message();
        String template = message.template();
        Optional<String> own = Optional.ofNullable(message.group());
        return own.isPresent() || template == null
                ? own
                : templates.get(send.workspace(), template).flatMap(MessageTemplate::group);
    }

    /**
     * How a message would read.
     *
     * @param rendered what is missing prints nothing in it; empty if it cannot be written at all
     * @param missing variables that are printed, have no default and are not there, each once, in order
     * @param fault why it cannot be written at all
     */
    public record Preview(Optional<Rendered> rendered, List<String> missing, Optional<String> fault) {
        public Preview {
            missing = List.copyOf(missing);
        }
    }

    /**
     * The message's words; those of a test name what is missing, since nobody may be there to have it.
     *
     * @param links names and addresses of links that the template may use
     */
    public Rendered render(SendRecord send, Map<String, String> links) throws RenderException {
        return send.test() ? render(send, links, textOfTests, htmlOfTests) : render(send, links, text, html);
    }

    private static String named(String variable) {
        return "[" + variable + "]";
    }

    /** As {@link #render} would, but with the names of all that is missing instead of the first one's. */
    public Preview preview(SendRecord send, Map<String, String> links) {
        Set<String> missing = new LinkedHashSet<>();
        UnaryOperator<String> nothing = name -> {
            missing.add(name);
            return "";
        };
        try {
            Rendered rendered =
                    render(send, links, new Liquid(false, MILLIS_MAX, nothing), new Liquid(true, MILLIS_MAX, nothing));
            return new Preview(Optional.of(rendered), List.copyOf(missing), Optional.empty());
        } catch (RenderException e) {
            return new Preview(Optional.empty(), List.copyOf(missing), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private Rendered render(SendRecord send, Map<String, String> links, Liquid text, Liquid html)
            throws RenderException {
        Message message = send.message();
        Optional<MessageTemplate> template = template(send.workspace(), message);
        Content content = Content.of(message, template);
        Map<String, Object> variables = Variables.of(send, links);
        String subject = content.subject().isEmpty()
                ? ""
                : subject(text.render(content.subject().get(), variables));
        if (message.channel() == Channel.EMAIL && subject.isBlank()) {
            throw new RenderException("the subject is empty");
        }
        Optional<String> page = Optional.empty();
        if (content.html().isPresent()) {
            page = Optional.of(html.render(content.html().get(), variables));
        }
        String words;
        if (content.text().isPresent()) {
            words = text.render(content.text().get(), variables);
        } else {
            words = page.map(PlainText::of).orElse("");
        }
        if (page.isEmpty() && message.channel() == Channel.EMAIL) {
            page = Optional.of(PlainText.toHtml(words));
        }
        return new Rendered(subject, page, words);
    }

    private Optional<MessageTemplate> template(String workspace, Message message) throws RenderException {
        String id = message.template();
        if (id == null) {
            return Optional.empty();
        }
        Optional<MessageTemplate> template = templates.get(workspace, id);
        if (template.isEmpty() && message.content() == null) {
            throw new RenderException("template " + id + " does not exist");
        }
        return template;
    }

    /** A line break would begin another header. */
    private static String subject(String rendered) throws RenderException {
        String subject = rendered.strip();
        if (subject.chars().anyMatch(Character::isISOControl)) {
            throw new RenderException("the subject has a line break or another control character");
        }
        if (subject.length() > SUBJECT_LENGTH_MAX) {
            throw new RenderException("the subject has " + subject.length() + " characters, up to " + SUBJECT_LENGTH_MAX
                    + " are expected");
        }
        return subject;
    }
}
