package io.millrace.query.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.Patterns;
import io.millrace.core.campaign.CampaignSettings;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.ReEntry;
import io.millrace.core.campaign.TriggerOn;
import io.millrace.core.event.Timestamps;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleJson;
import io.millrace.core.rule.Values;
import io.millrace.query.contact.ContactHistory;
import io.millrace.query.explain.Occasion.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds, for each trigger of an active campaign, the newest occasion at which a contact could have entered, and asks of it
 * what the engine asked, in the engine's order. Used by one thread.
 */
final class Occasions implements TriggerOn.Visitor<Occasion> {

    private static final JsonNode NO_EVENT = JsonNodeFactory.instance.objectNode();

    private final Facts facts;
    private final Node.Trigger trigger;

    /**
     * What is known.
     *
     * @param history of the contact, up to now
     * @param runs of the contact and the campaign
     * @param rules all segments of the workspace
     */
    record Facts(
            String workspace,
            ExplainedCampaign campaign,
            ContactHistory history,
            List<RunRow> runs,
            AudienceRules rules,
            Explanations explanations,
            SegmentMoves moves,
            long now) {}

    private Occasions(Facts facts, Node.Trigger trigger) {
        this.facts = facts;
        this.trigger = trigger;
    }

    static Occasion of(Facts facts, Node.Trigger trigger) {
        return trigger.on().accept(new Occasions(facts, trigger));
    }

    @Override
    public Occasion event(TriggerOn.Event on) {
        EventPattern pattern = on.event();
        List<KnownEvent> named = facts.history().events().stream()
                .map(KnownEvent::stored)
                .filter(event -> pattern.names(event.type(), event.name()))
                .sorted(Comparator.comparing(KnownEvent::arrival))
                .toList();
        if (named.isEmpty()) {
            return Occasion.none(Reason.NO_EVENT, "the contact has no such event");
        }
        KnownEvent newest = named.get(named.size() - 1);
        List<KnownEvent> earlier = named.subList(0, named.size() - 1).stream()
                .filter(event -> Patterns.matches(pattern, event))
                .toList();
        return judged(pattern, newest, earlier).of(newest);
    }

    private Occasion judged(EventPattern pattern, KnownEvent event, List<KnownEvent> earlier) {
        long at = event.arrival().millis();
        CampaignSettings settings = facts.campaign().current().settings();
        boolean entered = facts.runs().stream()
                .anyMatch(run -> run.enteredAt() == at && run.trigger().equals(trigger.id()));
        if (entered) {
            return Occasion.at(Reason.ENTERED, at, "the contact entered by its newest such event, and has none since");
        }
        if (at < facts.campaign().openSince()) {
            return early(at, "the newest such event arrived");
        }
        if (at - event.timestamp() > settings.maxEventAge().millis()) {
            return Occasion.at(
                    Reason.TOO_OLD,
                    at,
                    "the newest such event happened at " + Timestamps.format(event.timestamp()) + " and arrived at "
                            + Timestamps.format(at) + ", more than "
                            + settings.maxEventAge().text() + " later");
        }
        if (!Patterns.matches(pattern, event)) {
            return Occasion.at(
                    Reason.WHERE, at, "the newest such event does not have the properties that the trigger asks for");
        }
        if (settings.reEntry() instanceof ReEntry.PerKey perKey
                && Values.at(event.properties(), perKey.property()) == null) {
            return Occasion.at(
                    Reason.NO_KEY,
                    at,
                    "the newest such event has no " + perKey.property() + ", for which runs are told apart");
        }
        return returning(Optional.of(event), earlier, at).orElseGet(() -> ruled(event.properties(), at));
    }

    @Override
    public Occasion segmentEntry(TriggerOn.SegmentEntry on) {
        return moved(on.segment(), true);
    }

    @Override
    public Occasion segmentExit(TriggerOn.SegmentExit on) {
        return moved(on.segment(), false);
    }

    private Occasion moved(String segment, boolean entry) {
        Optional<SegmentMoves.Move> move =
                facts.moves().last(facts.workspace(), segment, facts.history().id(), entry);
        Explanations.Judged member = inSegment(segment, facts.now());
        if (entry && !member.holds()) {
            return Occasion.none(Reason.NOT_IN_SEGMENT, "the contact is not in segment " + segment)
                    .judged(member.conditions());
        }
        if (move.isEmpty()) {
            return entry
                    ? Occasion.none(
                            Reason.UNKNOWN, "the contact is in segment " + segment + ", but its entry is not stored")
                    : Occasion.none(Reason.NOT_LEFT, "the contact never left segment " + segment);
        }
        long at = move.get().at();
        String what = "the contact " + (entry ? "entered" : "left") + " segment " + segment;
        boolean entered = facts.runs().stream()
                .anyMatch(run -> run.enteredAt() == at && run.trigger().equals(trigger.id()));
        if (entered) {
            return Occasion.at(
                    Reason.ENTERED, at, what + " last at " + Timestamps.format(at) + ", and entered by that");
        }
        if (at < facts.campaign().openSince()) {
            return early(at, what);
        }
        if (!move.get().counts()) {
            return Occasion.at(
                    Reason.CAUSE,
                    at,
                    what + " at " + Timestamps.format(at) + " by " + move.get().cause()
                            + ", which makes nobody enter a campaign");
        }
        return returning(Optional.empty(), List.of(), at).orElseGet(() -> ruled(NO_EVENT, at));
    }

    @Override
    public Occasion scheduled(TriggerOn.Scheduled on) {
        OptionalLong fired =
                Schedule.lastFired(on, facts.rules().zone(), facts.campaign().openSince(), facts.now());
        if (fired.isEmpty()) {
            return Occasion.none(Reason.NOT_DUE, "its instant has not come since the campaign is active");
        }
        long at = fired.getAsLong();
        Explanations.Judged member = inSegment(on.segment(), at);
        if (!member.holds()) {
            return Occasion.at(
                            Reason.NOT_A_MEMBER,
                            at,
                            "the contact was not in segment " + on.segment() + " at " + Timestamps.format(at))
                    .judged(member.conditions());
        }
        return returning(Optional.empty(), List.of(), at).orElseGet(() -> ruled(NO_EVENT, at));
    }

    @Override
    public Occasion manual(TriggerOn.Manual on) {
        return Occasion.none(Reason.BY_HAND, "contacts enter when they are enrolled, which this one was not");
    }

    private Occasion early(long at, String what) {
        return Occasion.at(
                Reason.BEFORE_ACTIVE,
                at,
                what + " at " + Timestamps.format(at)
                        + ", before the campaign could be entered as it is now, which is since "
                        + Timestamps.format(facts.campaign().openSince()));
    }

    private Optional<Occasion> returning(Optional<KnownEvent> event, List<KnownEvent> earlier, long at) {
        return facts.campaign()
                .current()
                .settings()
                .reEntry()
                .accept(new ReEntryCheck(facts.runs(), event, earlier, at))
                .map(why -> Occasion.at(Reason.RE_ENTRY, at, why));
    }

    private Occasion ruled(JsonNode started, long at) {
        Rule rules = trigger.rules();
        if (rules != null) {
            Explanations.Judged judged = judge(rules.accept(new StartedRule(started, at)), at);
            if (!judged.holds()) {
                return Occasion.at(Reason.RULES, at, "the trigger's rules did not hold at " + Timestamps.format(at))
                        .judged(judged.conditions());
            }
        }
        return Occasion.at(
                Reason.UNKNOWN,
                at,
                "nothing that is stored kept the contact out at " + Timestamps.format(at)
                        + "; if that is seconds ago, its entry may not be stored yet");
    }

    private Explanations.Judged inSegment(String segment, long at) {
        boolean known = facts.rules().active().stream().anyMatch(one -> one.id().equals(segment));
        return known
                ? judge(new Rule.Segment(segment, true), at)
                : new Explanations.Judged(false, RuleJson.write(new Rule.Segment(segment, true)));
    }

    private Explanations.Judged judge(Rule rule, long at) {
        ContactHistory then = facts.explanations()
                .history(facts.workspace(), facts.history().id().toString(), at);
        return facts.explanations().of(then, facts.rules(), rule, at);
    }
}
