package io.millrace.query.message;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.event.ContactId;
import io.millrace.query.contact.ContactStore;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.list.Page;
import io.millrace.query.message.MessageStore.Place;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Lists messages, newest first, and shows what happened to one. Called by many threads at once. */
final class MessagesHandler {

    private static final List<String> PARAMETERS =
            List.of("campaign", "contact", "status", "channel", "limit", "cursor", "format");
    private static final String CURSOR = "m1";

    static final List<String> STATUSES =
            List.of("pending", "sent", "delivered", "bounced", "failed", "skipped", "noted");
    static final List<String> CHANNELS = List.of("email", "push", "telegram", "onsite", "webhook", "inbox");

    private final MessageStore messages;
    private final ContactStore contacts;

    MessagesHandler(MessageStore messages, ContactStore contacts) {
        this.messages = messages;
        this.contacts = contacts;
    }

    Reply list(Call call) {
        Faults faults = new Faults();
        call.knowOnly(PARAMETERS, faults);
        int limit = call.wholeParameter("limit", Page.LIMIT_DEFAULT, 1, Page.LIMIT_MAX, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        Optional<String> status = oneOf(call, "status", STATUSES, faults);
        Optional<String> channel = oneOf(call, "channel", CHANNELS, faults);
        Place after = after(call, faults);
        faults.throwIfAny();
        String workspace = call.ownWorkspace().id();
        Optional<ContactId> contact = call.parameter("contact").map(name -> contacts.idOfNamed(workspace, name));
        MessageFilter filter = new MessageFilter(
                List.of(),
                call.parameter("campaign"),
                contact,
                channel,
                status.stream().toList());
        List<MessageRow> read = messages.page(workspace, filter, after, 0, limit + 1);
        boolean more = read.size() > limit;
        List<MessageRow> shown = more ? read.subList(0, limit) : read;
        if (csv) {
            return Reply.csv(
                    MessageRow.header(), shown.stream().map(MessageRow::cells).toList());
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode data = body.putArray("data");
        shown.forEach(row -> data.add(row.json()));
        body.put("has_more", more);
        body.put("next_cursor", more ? cursor(shown.get(shown.size() - 1)) : null);
        return Reply.json(200, body);
    }

    Reply show(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of(), faults);
        faults.throwIfAny();
        String workspace = call.ownWorkspace().id();
        MessageRow row = found(workspace, call.inPath("id"));
        ObjectNode body = row.json();
        body.set("timeline", MessageTimeline.json(messages.timeline(workspace, row.id())));
        return Reply.json(200, body);
    }

    private MessageRow found(String workspace, String id) {
        return messages.find(workspace, MessageFilter.ofIds(List.of(id)), 1).stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound("Message").exception());
    }

    static Optional<String> oneOf(Call call, String name, List<String> known, Faults faults) {
        Optional<String> given = call.parameter(name);
        given.filter(text -> !known.contains(text))
                .ifPresent(text -> faults.invalid(name, TextNode.valueOf(text), "one of " + String.join(", ", known)));
        return given;
    }

    private static String cursor(MessageRow last) {
        String text = CURSOR + " " + last.begunAt() + " " + last.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Place after(Call call, Faults faults) {
        Optional<String> cursor = call.parameter("cursor");
        if (cursor.isEmpty()) {
            return Place.FIRST;
        }
        try {
            String[] parts =
                    new String(Base64.getUrlDecoder().decode(cursor.get()), StandardCharsets.UTF_8).split(" ", 3);
            if (parts.length == 3 && parts[0].equals(CURSOR)) {
                return new Place(Long.parseLong(parts[1]), parts[2]);
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        faults.invalid("cursor", TextNode.valueOf(cursor.get()), "the next_cursor of the page before");
        return Place.FIRST;
    }
}
