package io.millrace.delivery.http;

import io.millrace.delivery.mailbox.CaughtMail;
import io.millrace.render.Escaping;
import java.util.List;
import java.util.Map;

/** The few pages that people see; each stands by itself and loads nothing. */
final class Pages {

    private static final String STYLE =
            "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem;color:#222}"
                    + "button{font:inherit;padding:.4rem 1rem}table{border-collapse:collapse;width:100%}"
                    + "td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd}"
                    + "iframe{width:100%;height:24rem;border:1px solid #ddd}pre{white-space:pre-wrap}</style>";

    private Pages() {}

    private static String page(String title, String body) {
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\">"
                + "<title>" + Escaping.html(title) + "</title>" + STYLE + "</head><body><h1>" + Escaping.html(title)
                + "</h1>" + body + "</body></html>";
    }

    static String unsubscribe(String what, String token) {
        return page(
                "Unsubscribe",
                "<p>Do you want to stop getting " + Escaping.html(what) + "?</p><form method=\"post\" action=\"/u/"
                        + Escaping.html(token) + "\"><button>Unsubscribe</button></form><p><a href=\"/preferences/"
                        + Escaping.html(token) + "\">Choose what you get</a></p>");
    }

    static String unsubscribed(String what, String token) {
        return page(
                "You are unsubscribed",
                "<p>You will not get " + Escaping.html(what) + " any more.</p><p><a href=\"/preferences/"
                        + Escaping.html(token) + "\">Choose what you get</a></p>");
    }

    /** @param choices what is offered: its name in the form, its words, and whether it is chosen */
    static String preferences(String token, List<Map.Entry<String, Boolean>> choices, boolean saved) {
        StringBuilder rows = new StringBuilder();
        for (Map.Entry<String, Boolean> choice : choices) {
            String name = Escaping.html(choice.getKey());
            rows.append("<p><label><input type=\"checkbox\" name=\"on\" value=\"")
                    .append(name)
                    .append('"')
                    .append(choice.getValue() ? " checked" : "")
                    .append("> ")
                    .append(Escaping.html(words(choice.getKey())))
                    .append("</label></p>");
        }
        return page(
                "What you get",
                (saved ? "<p>Your choice is saved.</p>" : "") + "<form method=\"post\" action=\"/preferences/"
                        + Escaping.html(token) + "\">" + rows + "<button>Save</button></form>");
    }

    private static String words(String choice) {
        return choice.startsWith("channel-") ? "Messages by " + choice.substring("channel-".length()) : choice;
    }

    static String unknownLink() {
        return page(
                "This link is not valid",
                "<p>It may be incomplete. Please use the link as it stands in the message.</p>");
    }

    static String later() {
        return page("Please try again", "<p>Your choice could not be saved just now.</p>");
    }

    static String mailbox(List<CaughtMail> mails) {
        StringBuilder rows = new StringBuilder();
        for (CaughtMail mail : mails) {
            rows.append("<tr><td><a href=\"/mailbox/")
                    .append(mail.id())
                    .append("\">")
                    .append(Escaping.html(mail.subject().isEmpty() ? "(no subject)" : mail.subject()))
                    .append("</a></td><td>")
                    .append(Escaping.html(mail.to()))
                    .append("</td><td>")
                    .append(mail.receivedAt())
                    .append("</td></tr>");
        }
        return page(
                "Mailbox",
                mails.isEmpty()
                        ? "<p>No mail yet.</p>"
                        : "<table><tr><th>Subject</th><th>To</th><th>Received</th></tr>" + rows + "</table>");
    }

    /** The mail's own HTML stands in a frame without scripts, forms and this page's rights. */
    static String mail(CaughtMail mail) {
        StringBuilder headers = new StringBuilder();
        mail.headers().forEach(line -> headers.append(Escaping.html(line.name() + ": " + line.value()))
                .append('\n'));
        String html = mail.html()
                .map(body -> "<iframe sandbox=\"allow-popups allow-popups-to-escape-sandbox\" srcdoc=\""
                        + Escaping.html(body) + "\"></iframe>")
                .orElse("");
        return page(
                mail.subject().isEmpty() ? "(no subject)" : mail.subject(),
                html
                        + mail.text()
                                .map(text -> "<pre>" + Escaping.html(text) + "</pre>")
                                .orElse("") + "<pre>" + headers + "</pre><p><a href=\"/mailbox\">All mails</a></p>");
    }
}
