package io.millrace.query.message;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.definition.Ids;
import io.millrace.query.contact.ContactCards;
import io.millrace.query.contact.ContactStore;
import io.millrace.query.contact.Recipients;
import io.millrace.query.http.Route;
import io.millrace.query.write.CreatedOnce;
import io.millrace.streams.SendWriter;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.definition.TemplateStore;
import java.util.List;
import java.util.Map;

/** Everything about single messages over HTTP, put together. */
public final class MessageArea implements AutoCloseable {

    private final SendWriter sends;
    private final List<Route> routes;

    /**
     * @param client is not closed here
     * @param bounds the settings that bound each statement in time and memory
     * @param kafka the bootstrap address
     */
    public MessageArea(Definitions definitions, ClickHouseClient client, Map<String, String> bounds, String kafka) {
        this.sends = new SendWriter(kafka);
        TemplateStore templates = new TemplateStore(definitions);
        MessageStore messages = new MessageStore(client, bounds);
        ContactStore contacts = new ContactStore(client, bounds);
        SingleMessage single =
                new SingleMessage(new Recipients(client, bounds), templates, new Previews(templates), sends);
        MessagesHandler growthos = new MessagesHandler(messages, contacts);
        CampaignosMessages campaignos = new CampaignosMessages(
                messages,
                contacts,
                new ContactCards(client, bounds),
                definitions,
                single,
                new CreatedOnce(definitions, "POST messages of CampaignOS", Ids::send));
        this.routes = MessageRoutes.all(new MessageRoutes.Handlers(
                growthos::list,
                growthos::show,
                new SendHandler(single, new CreatedOnce(definitions, "POST /v1/messages", Ids::send)),
                campaignos::list,
                campaignos::show,
                campaignos::send));
    }

    public List<Route> routes() {
        return routes;
    }

    @Override
    public void close() {
        sends.close();
    }
}
