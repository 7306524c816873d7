package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.audience.ContactActions;
import io.millrace.core.audience.ContactChange;
import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.core.event.Person;
import io.millrace.query.campaign.Enrolled.One;
import io.millrace.query.campaign.Enrolled.Status;
import io.millrace.query.contact.ContactRoots;
import io.millrace.query.http.Call;
import io.millrace.query.request.Problem;
import io.millrace.query.write.Change;
import io.millrace.query.write.ContactWrites;
import io.millrace.query.write.Outcome;
import io.millrace.query.write.RequestId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Enrolls contacts by hand. Each is a change of its contact in the stream; whether it may enter is decided where the
 * contact's state is held, and waited for up to five seconds. Thread-safe.
 */
final class Enroller {

    private static final String ALREADY = "already_enrolled";
    private static final String UNKNOWN = "there is no such contact";

    private final ContactRoots roots;
    private final ContactWrites writes;

    Enroller(ContactRoots roots, ContactWrites writes) {
        this.roots = roots;
        this.writes = writes;
    }

    /**
     * A campaign that is a draft or completed ends the request with 409; a paused one refuses each contact.
     *
     * @param operation names the route
     * @param contacts ids, external ids or anonymous ids, each once
     */
    Enrolled enroll(Call call, StoredCampaign campaign, String operation, List<String> contacts) {
        if (campaign.status() == CampaignStatus.PAUSED) {
            return new Enrolled(contacts.stream()
                    .map(contact -> new One(contact, Status.ERROR, "the campaign is paused"))
                    .toList());
        }
        if (campaign.status() != CampaignStatus.ACTIVE) {
            throw Problem.of(
                            409,
                            "conflict",
                            "the campaign is " + campaign.status().text() + ", contacts enter an active one")
                    .exception();
        }
        Map<String, Person> found = new HashMap<>(roots.of(call.ownWorkspace().id(), contacts));
        for (String contact : contacts) {
            if (!found.containsKey(contact)) {
                ContactRoots.likeliest(contact).ifPresent(person -> found.put(contact, person));
            }
        }
        List<String> known = contacts.stream().filter(found::containsKey).toList();
        Map<String, One> outcomes = known.isEmpty() ? Map.of() : written(call, campaign, operation, known, found);
        return new Enrolled(contacts.stream()
                .map(contact -> outcomes.getOrDefault(contact, new One(contact, Status.ERROR, UNKNOWN)))
                .toList());
    }

    private Map<String, One> written(
            Call call, StoredCampaign campaign, String operation, List<String> known, Map<String, Person> found) {
        ObjectNode action = ContactActions.json(new ContactChange.Own(new ContactAction.Enroll(campaign.id())));
        List<Change> changes = new ArrayList<>();
        known.forEach(contact ->
                Optional.ofNullable(found.get(contact)).ifPresent(person -> changes.add(new Change(person, action))));
        RequestId id = RequestId.of(call, operation);
        List<Optional<Outcome>> outcomes = writes.answered(call, id)
                .filter(before -> before.outcomes().size() == changes.size())
                .orElseGet(() -> writes.write(call, id, changes))
                .outcomes();
        Map<String, One> all = new HashMap<>();
        for (int i = 0; i < known.size(); i++) {
            all.put(known.get(i), one(known.get(i), outcomes.get(i)));
        }
        return all;
    }

    private static One one(String contact, Optional<Outcome> outcome) {
        if (outcome.isEmpty()) {
            return new One(contact, Status.PENDING, "");
        }
        if (outcome.get().done()) {
            return new One(contact, Status.ENROLLED, "");
        }
        String detail = outcome.get().detail().toLowerCase(Locale.ROOT);
        return switch (detail) {
            case ALREADY -> new One(contact, Status.ALREADY_ENROLLED, "");
            case "unknown" -> new One(contact, Status.ERROR, UNKNOWN);
            default -> new One(contact, Status.ERROR, detail);
        };
    }
}
