package io.millrace.query.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.core.event.Timestamps;
import io.millrace.core.simulate.CampaignOutcome;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what a campaign would do. */
record CampaignOutcomeJson(CampaignOutcome outcome) implements JsonAnswer {

    /** The fields of one entry of a list. */
    private interface Fields<T> {
        void write(JsonGenerator json, T entry) throws IOException;
    }

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        list(json, "messages", outcome.messages(), CampaignOutcomeJson::message);
        list(json, "skipped", outcome.skipped(), CampaignOutcomeJson::skip);
        list(json, "entries", outcome.entries(), (out, entry) -> whoWhen(out, entry.at(), entry.contact()));
        list(json, "exits", outcome.exits(), (out, exit) -> {
            whoWhen(out, exit.at(), exit.contact());
            out.writeStringField("reason", exit.reason().text());
        });
        list(json, "conversions", outcome.conversions(), (out, one) -> whoWhen(out, one.at(), one.contact()));
        list(json, "waiting", outcome.waiting(), CampaignOutcomeJson::waiting);
        OutcomeJson.refused(json, outcome.refused());
        json.writeEndObject();
    }

    private static <T> void list(JsonGenerator json, String name, List<T> entries, Fields<T> fields)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (T entry : entries) {
            json.writeStartObject();
            fields.write(json, entry);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void message(JsonGenerator json, CampaignOutcome.Message message) throws IOException {
        whoWhen(json, message.at(), message.contact());
        json.writeStringField("node", message.node());
        json.writeStringField("channel", message.channel().text());
        if (message.template() != null) {
            json.writeStringField("template", message.template());
        }
        json.writeStringField("send_id", message.sendId());
        if (message.to() != null) {
            json.writeBooleanField("test", true);
            json.writeStringField("to", message.to());
        }
    }

    private static void skip(JsonGenerator json, CampaignOutcome.Skip skip) throws IOException {
        whoWhen(json, skip.at(), skip.contact());
        json.writeStringField("node", skip.node());
        json.writeStringField("reason", skip.reason().text());
    }

    private static void waiting(JsonGenerator json, CampaignOutcome.Wait wait) throws IOException {
        json.writeStringField("contact", wait.contact());
        json.writeStringField("node", wait.node());
        json.writeStringField(
                "until",
                wait.until().isPresent() ? Timestamps.format(wait.until().getAsLong()) : null);
    }

    private static void whoWhen(JsonGenerator json, long at, @Nullable String contact) throws IOException {
        json.writeStringField("at", Timestamps.format(at));
        if (contact != null) {
            json.writeStringField("contact", contact);
        }
    }
}
