package io.millrace.delivery.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.audience.ContactActions;
import io.millrace.core.audience.ContactChange;
import io.millrace.core.definition.Ids;
import io.millrace.delivery.link.Token;
import io.millrace.delivery.outcome.MessageEvents;
import io.millrace.streams.EventWriter;
import io.millrace.streams.record.ContactRecord;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Writes what happens to messages after they left, and what contacts choose. Each call returns once it is stored. Thread-safe. */
final class Happenings {

    private static final long SECONDS_MAX = 10;

    private final MessageEvents events;
    private final EventWriter writer;
    private final Clock clock;

    Happenings(MessageEvents events, EventWriter writer, Clock clock) {
        this.events = events;
        this.writer = writer;
        this.clock = clock;
    }

    /** It is not stored; try again. */
    static final class NotStoredException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotStoredException(Throwable cause) {
            super("what happened could not be stored", cause);
        }
    }

    /** Each opening is one, so each has an id of its own. */
    void opened(Token token) {
        write(token, "message_opened", unique(token, "opened"), Map.of());
    }

    void clicked(Token token) {
        write(token, "message_clicked", unique(token, "clicked"), Map.of("url", token.url()));
    }

    /** Fetched by the page; every later fetch is a copy. */
    void delivered(Token token) {
        write(token, "message_delivered", token.sendId() + ":message_delivered", Map.of());
    }

    /** Leaving twice is leaving once. */
    void unsubscribed(Token token, Optional<String> group) {
        subscribe(token, group, false);
        String what = group.map(left -> ":" + left).orElse("");
        write(token, "message_unsubscribed", token.sendId() + ":message_unsubscribed" + what, Map.of());
    }

    /** @param group empty stands for everything */
    void subscribe(Token token, Optional<String> group, boolean subscribed) {
        ContactChange change = new ContactChange.Own(new ContactAction.Subscribe(group.orElse(null), subscribed));
        ContactRecord record = new ContactRecord(
                token.workspace(), MessageEvents.KEY_ID, Ids.request(), token.person(), ContactActions.write(change));
        CompletableFuture<Void> stored = new CompletableFuture<>();
        writer.write(record, failure -> {
            if (failure == null) {
                stored.complete(null);
            } else {
                stored.completeExceptionally(failure);
            }
        });
        await(stored);
    }

    /** @param happening {@code message_bounced}, {@code message_complained} or {@code message_replied} */
    void reported(Token token, String happening, Map<String, String> more) {
        write(token, happening, token.sendId() + ":" + happening, more);
    }

    private static String unique(Token token, String what) {
        return token.sendId() + ":message_" + what + ":" + Ids.request();
    }

    private void write(Token token, String event, String messageId, Map<String, String> more) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        properties.put("send_id", token.sendId());
        put(properties, "campaign_id", token.campaign());
        put(properties, "node_id", token.node());
        properties.put("channel", token.channel().text());
        token.template().ifPresent(template -> properties.put("template", template));
        more.forEach((name, value) -> put(properties, name, value));
        await(events.write(token.workspace(), token.person(), messageId, event, clock.millis(), properties.toString()));
    }

    private static void put(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }

    private static void await(CompletableFuture<Void> stored) {
        try {
            stored.get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotStoredException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new NotStoredException(e);
        }
    }
}
