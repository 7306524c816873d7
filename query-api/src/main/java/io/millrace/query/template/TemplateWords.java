package io.millrace.query.template;

/**
 * How an API spells a template.
 *
 * @param html the field of the body for those who can show HTML
 */
enum TemplateWords {
    GROWTHOS("html"),
    TENANT("body");

    private final String html;

    TemplateWords(String html) {
        this.html = html;
    }

    String html() {
        return html;
    }
}
