package io.millrace.delivery.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.millrace.delivery.http.Refusals.RefusedException;
import io.millrace.delivery.mailbox.CaughtMail;
import io.millrace.delivery.mailbox.Mailbox;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The local mailbox, for people and programs on this machine alone. */
final class MailboxRoutes {

    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    /** A mail's pictures are loaded, as a mail program does: its pixel among them. */
    private static final String MAIL_SECURITY =
            "default-src 'none'; style-src 'unsafe-inline'; img-src * data:; frame-ancestors 'none'";

    private final Mailbox mailbox;

    MailboxRoutes(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    void add(JavalinConfig config) {
        config.routes.addHttpHandler(HandlerType.GET, "/mailbox", this::list);
        config.routes.addHttpHandler(HandlerType.GET, "/mailbox/{id}", this::one);
        config.routes.addHttpHandler(HandlerType.DELETE, "/mailbox", this::clear);
    }

    private void list(Context context) {
        requireLocal(context);
        String to = context.queryParam("to");
        List<CaughtMail> mails = mailbox.newest().stream()
                .filter(mail -> to == null || mail.to().equalsIgnoreCase(to))
                .toList();
        if (wantsHtml(context)) {
            Refusals.html(context, Pages.mailbox(mails));
            return;
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode data = json.putArray("data");
        mails.forEach(mail -> data.add(brief(mail)));
        Refusals.json(context, json.put("total", mails.size()));
    }

    private void one(Context context) {
        requireLocal(context);
        CaughtMail mail = id(context.pathParam("id"));
        if (wantsHtml(context)) {
            Refusals.headers(context)
                    .header("Content-Security-Policy", MAIL_SECURITY)
                    .html(Pages.mail(mail));
            return;
        }
        ObjectNode json = brief(mail);
        mail.text().ifPresent(text -> json.put("text", text));
        mail.html().ifPresent(html -> json.put("html", html));
        ArrayNode headers = json.putArray("headers");
        mail.headers()
                .forEach(line -> headers.addObject().put("name", line.name()).put("value", line.value()));
        Refusals.json(context, json);
    }

    private void clear(Context context) {
        requireLocal(context);
        mailbox.clear();
        context.status(204);
    }

    private CaughtMail id(String text) {
        try {
            return mailbox.get(Long.parseLong(text))
                    .orElseThrow(() -> new RefusedException(404, "not_found", "there is no mail " + text));
        } catch (NumberFormatException e) {
            throw new RefusedException(404, "not_found", "there is no mail " + text);
        }
    }

    private static ObjectNode brief(CaughtMail mail) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", mail.id())
                .put("from", mail.from())
                .put("to", mail.to())
                .put("subject", mail.subject())
                .put("received_at", mail.receivedAt().toString())
                .put("size", mail.sizeBytes());
    }

    private static boolean wantsHtml(Context context) {
        return String.valueOf(context.header("Accept")).contains("text/html");
    }

    /** From this machine, and under a name of this machine: a page elsewhere whose name leads here is refused too. */
    private static void requireLocal(Context context) {
        String host = String.valueOf(context.header("Host")).toLowerCase(Locale.ROOT);
        String name = host.replaceFirst(":\\d+$", "");
        try {
            if (LOCAL_NAMES.contains(name)
                    && InetAddress.getByName(context.req().getRemoteAddr()).isLoopbackAddress()) {
                return;
            }
        } catch (UnknownHostException e) {
            throw new RefusedException(403, "forbidden", "the mailbox is for this machine alone");
        }
        throw new RefusedException(403, "forbidden", "the mailbox is for this machine alone");
    }
}
