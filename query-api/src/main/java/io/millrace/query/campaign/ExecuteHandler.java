package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.TriggerOn;
import io.millrace.core.event.EventType;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.request.Problem;
import io.millrace.query.write.CreatedOnce;
import io.millrace.streams.definition.Definitions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * CampaignOS's execute: enrolls one contact, or does what a trigger would do. A trigger on a segment or a schedule enrolls
 * the segment's members, which the job does at its own pace, so the answer is 202. Called by many threads at once.
 */
final class ExecuteHandler implements RouteHandler {

    private static final Map<String, Boolean> ACTIONS = Map.of("execute_for_contact", true, "process_trigger", false);
    private static final List<String> OF_SEGMENTS = List.of("SEGMENT_ENTRY", "SCHEDULED");

    private final Campaigns campaigns;
    private final Enroller enroller;
    private final Definitions definitions;

    ExecuteHandler(Campaigns campaigns, Enroller enroller, Definitions definitions) {
        this.campaigns = campaigns;
        this.enroller = enroller;
        this.definitions = definitions;
    }

    /** @param contact empty where members of a segment are to enter */
    private record Wish(
            Optional<String> contact, Optional<String> trigger, Optional<String> segment, Optional<String> event) {}

    @Override
    public Reply answer(Call call) {
        Wish wish = wish(call);
        String workspace = call.ownWorkspace().id();
        StoredCampaign campaign = campaigns.found(workspace, CampaignIds.inPath(call, CampaignosCampaigns.ID));
        List<Node.Trigger> triggers = campaign.content().graph().triggers().stream()
                .filter(trigger -> wish.trigger().isEmpty() || matches(trigger, wish))
                .toList();
        if (wish.trigger().isPresent() && triggers.isEmpty()) {
            throw Problem.of(409, "conflict", "the campaign has no such trigger")
                    .exception();
        }
        if (wish.contact().isPresent()) {
            Enrolled enrolled = enroller.enroll(
                    call, campaign, "execute", List.of(wish.contact().get()));
            return EnrollHandlers.campaignos(enrolled);
        }
        Campaigns.requireActive(campaign);
        boolean scheduled = wish.trigger().equals(Optional.of("SCHEDULED"));
        StoredCampaign executed = campaigns.execute(
                workspace,
                campaign.id(),
                new Campaigns.Execution(
                        !scheduled,
                        scheduled ? triggers.stream().map(Node.Trigger::id).toList() : List.of(),
                        number(call, campaign)),
                call.at());
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("pending", true)
                .put("activation", executed.definition().activation().number())
                .put("message", "the members of the trigger's segment enter one after another");
        return Reply.json(202, body);
    }

    /** Of the activation, the same for a request that is sent again under its {@code Idempotency-Key}; else empty. */
    private OptionalLong number(Call call, StoredCampaign campaign) {
        if (call.header("idempotency-key").isEmpty()) {
            return OptionalLong.empty();
        }
        long next = campaign.definition().activation().number() + 1;
        CreatedOnce once = new CreatedOnce(definitions, "POST execute " + campaign.id(), () -> Long.toString(next));
        return OptionalLong.of(Long.parseLong(once.idFor(call)));
    }

    private static Wish wish(Call call) {
        Faults faults = new Faults();
        Optional<ObjectReader> body = ObjectReader.of(Json.parse(call.body()), "", faults);
        faults.throwIfAny();
        ObjectReader reader = body.orElseThrow();
        boolean given = reader.requiredText("action", "execute_for_contact or process_trigger")
                .isPresent();
        boolean forContact = reader.choice("action", ACTIONS, true);
        Optional<String> contact = reader.text("contactId").filter(text -> !text.isEmpty());
        Optional<String> segment = reader.text("segmentId");
        Optional<String> event = reader.text("eventType");
        Map<String, String> types = new LinkedHashMap<>();
        List.of("EVENT", "SEGMENT_ENTRY", "SEGMENT_EXIT", "SCHEDULED", "MANUAL").forEach(type -> types.put(type, type));
        Optional<String> trigger =
                Optional.of(reader.choice("triggerType", types, "")).filter(type -> !type.isEmpty());
        reader.finish();
        if (given && !forContact && trigger.isEmpty() && faults.isEmpty()) {
            faults.required("/triggerType", "process_trigger needs one of " + String.join(", ", types.keySet()));
        }
        boolean ofMembers = !forContact && trigger.filter(OF_SEGMENTS::contains).isPresent();
        if (given && contact.isEmpty() && !ofMembers && faults.isEmpty()) {
            faults.required("/contactId", "a contact is needed: by id, external id or anonymous id");
        }
        faults.throwIfAny();
        return new Wish(contact, trigger, segment, event);
    }

    private static boolean matches(Node.Trigger trigger, Wish wish) {
        return trigger.on().accept(new Matching(wish));
    }

    /** Whether a trigger is of the kind that is to be processed, and on what is named. */
    private record Matching(Wish wish) implements TriggerOn.Visitor<Boolean> {

        @Override
        public Boolean event(TriggerOn.Event on) {
            return is("EVENT") && all(wish.event(), name -> on.event().names(EventType.TRACK, name));
        }

        @Override
        public Boolean segmentEntry(TriggerOn.SegmentEntry on) {
            return is("SEGMENT_ENTRY") && all(wish.segment(), on.segment()::equals);
        }

        @Override
        public Boolean segmentExit(TriggerOn.SegmentExit on) {
            return is("SEGMENT_EXIT") && all(wish.segment(), on.segment()::equals);
        }

        @Override
        public Boolean scheduled(TriggerOn.Scheduled on) {
            return is("SCHEDULED") && all(wish.segment(), on.segment()::equals);
        }

        @Override
        public Boolean manual(TriggerOn.Manual on) {
            return is("MANUAL");
        }

        private boolean is(String type) {
            return wish.trigger().equals(Optional.of(type));
        }

        private static boolean all(Optional<String> named, Predicate<String> test) {
            return named.isEmpty() || test.test(named.get());
        }
    }
}
