package io.millrace.core.simulate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.ContactAction;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Does what a scenario's actions say at the instant at hand. Each answers why the API would refuse it, empty if it was
 * done; what is refused changes nothing. Naming an unseen contact begins it. Used by one thread.
 */
final class ApiCalls implements ScenarioAction.Visitor<Optional<String>> {

    private final SegmentsInForce segments;
    private final Identity identity;
    private final Population population;
    private final @Nullable SimulatedCampaign campaign;
    private Arrival arrival = new Arrival(0, 0);

    /** @param campaign null if the scenario has none */
    ApiCalls(SegmentsInForce segments, Identity identity, Population population, @Nullable SimulatedCampaign campaign) {
        this.campaign = campaign;
        this.segments = segments;
        this.identity = identity;
        this.population = population;
    }

    Optional<String> call(ScenarioAction action, Arrival at) {
        arrival = at;
        return action.accept(this);
    }

    @Override
    public Optional<String> defineSegment(ScenarioAction.DefineSegment action) {
        return segments.define(action);
    }

    @Override
    public Optional<String> updateContact(ScenarioAction.UpdateContact action) {
        change(identity.named(action.contact()), action.update());
        return Optional.empty();
    }

    @Override
    public Optional<String> changeMembers(ScenarioAction.ChangeMembers action) {
        Optional<String> refusal = segments.refusesMembers(action.segment());
        if (refusal.isPresent()) {
            return refusal;
        }
        Set<SimulatedContact> named = new LinkedHashSet<>();
        action.contacts().forEach(name -> named.add(identity.named(name)));
        if (action.how() == ScenarioAction.ChangeMembers.How.SET) {
            population.keptByHandIn(action.segment()).stream()
                    .filter(member -> !named.contains(member))
                    .forEach(member -> keep(member, action.segment(), false));
        }
        boolean in = action.how() != ScenarioAction.ChangeMembers.How.REMOVE;
        named.forEach(contact -> keep(contact, action.segment(), in));
        return Optional.empty();
    }

    @Override
    public Optional<String> changeSubscription(ScenarioAction.ChangeSubscription action) {
        change(identity.named(action.contact()), new ContactAction.Subscribe(action.group(), action.subscribed()));
        return Optional.empty();
    }

    @Override
    public Optional<String> mergeContacts(ScenarioAction.MergeContacts action) {
        Optional<SimulatedContact> source = identity.seen(action.source());
        if (action.source().equals(action.target())
                || source.isPresent() && source.equals(identity.seen(action.target()))) {
            return Optional.of(action.source() + " and " + action.target() + " are one contact already");
        }
        SimulatedContact target = identity.named(action.target());
        if (source.isEmpty()) {
            identity.aliasUnseen(action.source(), target);
        } else {
            identity.join(source.get(), target);
            population.joined(new Identity.Joining(source.get(), target, action.resolution()), arrival);
        }
        population.begunByMerge(target, arrival);
        return Optional.empty();
    }

    @Override
    public Optional<String> deleteContact(ScenarioAction.DeleteContact action) {
        identity.seen(action.contact()).ifPresent(contact -> population.deleted(contact, arrival));
        return Optional.empty();
    }

    @Override
    public Optional<String> campaign(CampaignAction action) {
        if (campaign == null) {
            throw new IllegalStateException("a scenario without a campaign has an action about it: " + action);
        }
        return action.accept(new CampaignCalls(campaign, this, population, arrival));
    }

    /** The contact of that name; an unseen one begins. */
    SimulatedContact begun(String name) {
        SimulatedContact contact = identity.named(name);
        begin(contact);
        return contact;
    }

    private void keep(SimulatedContact contact, String segment, boolean in) {
        Set<String> one = Set.of(segment);
        change(contact, new ContactAction.StaticMembership(in ? one : Set.of(), in ? Set.of() : one));
        if (in) {
            contact.handKept.add(segment);
        } else {
            contact.handKept.remove(segment);
        }
    }

    private void change(SimulatedContact contact, ContactAction action) {
        begin(contact);
        population.changed(contact, action, arrival);
    }

    /** An update that changes nothing begins a contact that is not there. */
    private void begin(SimulatedContact contact) {
        if (!contact.exists) {
            population.changed(
                    contact,
                    new ContactAction.Update(
                            JsonNodeFactory.instance.objectNode(), null, List.of(), List.of(), Map.of()),
                    arrival);
        }
    }
}
