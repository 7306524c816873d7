package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.campaign.Enrolled.Status;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Enrolls the contacts that a request names, in CampaignOS's words and in GrowthOS's. Called by many threads at once. */
final class EnrollHandlers {

    private static final int CONTACTS_MAX = 500;

    private final Campaigns campaigns;
    private final Enroller enroller;

    EnrollHandlers(Campaigns campaigns, Enroller enroller) {
        this.campaigns = campaigns;
        this.enroller = enroller;
    }

    /** How an API spells the answer. */
    private enum Words {
        CAMPAIGNOS("contactIds", "alreadyEnrolled", "contactId"),
        GROWTHOS("contact_ids", "already_enrolled", "contact_id");

        private final String contacts;
        private final String already;
        private final String contact;

        Words(String contacts, String already, String contact) {
            this.contacts = contacts;
            this.already = already;
            this.contact = contact;
        }
    }

    Reply campaignos(Call call) {
        return answer(call, CampaignosCampaigns.ID, Words.CAMPAIGNOS);
    }

    Reply growthos(Call call) {
        return answer(call, "id", Words.GROWTHOS);
    }

    private Reply answer(Call call, String idParameter, Words words) {
        List<String> contacts = contacts(call, words.contacts);
        StoredCampaign campaign = campaigns.found(call.ownWorkspace().id(), CampaignIds.inPath(call, idParameter));
        return reply(enroller.enroll(call, campaign, "enroll", contacts), words);
    }

    static Reply campaignos(Enrolled enrolled) {
        return reply(enrolled, Words.CAMPAIGNOS);
    }

    private static Reply reply(Enrolled enrolled, Words words) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("enrolled", enrolled.count(Status.ENROLLED))
                .put(words.already, enrolled.count(Status.ALREADY_ENROLLED))
                .put("errors", enrolled.count(Status.ERROR));
        if (enrolled.pending()) {
            body.put("pending", true);
        }
        for (Enrolled.One one : enrolled.each()) {
            ObjectNode detail = body.withArray("details")
                    .addObject()
                    .put(words.contact, one.contact())
                    .put("status", one.status().text());
            if (!one.reason().isEmpty()) {
                detail.put("reason", one.reason());
            }
        }
        return Reply.json(enrolled.pending() ? 202 : 200, body);
    }

    private static List<String> contacts(Call call, String field) {
        Faults faults = new Faults();
        Optional<ObjectReader> body = ObjectReader.of(Json.parse(call.body()), "", faults);
        faults.throwIfAny();
        ObjectReader reader = body.orElseThrow();
        List<JsonNode> listed = reader.list(field);
        reader.finish();
        if (listed.isEmpty() && faults.isEmpty()) {
            faults.required("/" + field, "a list of contacts is needed, by id, external id or anonymous id");
        }
        if (listed.size() > CONTACTS_MAX) {
            String expected = "up to " + CONTACTS_MAX + " contacts";
            faults.add(
                    "/" + field, "out_of_range", null, expected, "expected " + expected + ", found " + listed.size());
        }
        LinkedHashSet<String> names = new LinkedHashSet<>();
        for (int i = 0; i < listed.size(); i++) {
            JsonNode name = listed.get(i);
            if (name.isTextual() && !name.textValue().isEmpty()) {
                names.add(name.textValue());
            } else {
                faults.wrongType("/" + field + "/" + i, name, "a contact's id, external id or anonymous id");
            }
        }
        faults.throwIfAny();
        return List.copyOf(names);
    }
}
