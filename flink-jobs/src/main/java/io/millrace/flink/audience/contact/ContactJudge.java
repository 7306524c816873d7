package io.millrace.flink.audience.contact;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.ConflictResolution;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.audience.ContactStateCodec;
import io.millrace.core.audience.Input;
import io.millrace.core.campaign.engine.CampaignHandOver;
import io.millrace.core.campaign.engine.CampaignOutput;
import io.millrace.core.campaign.engine.CampaignStep;
import io.millrace.core.campaign.engine.CampaignWord;
import io.millrace.core.campaign.engine.ContactRunsCodec;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.flink.audience.Routed;
import io.millrace.streams.record.SeedRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Leads one contact at a time through what it is told and what falls due, instant by instant, under the rules of each.
 * Knows no Flink; what it decides depends on state and inputs alone. Not thread-safe.
 */
final class ContactJudge {

    private final RuleHistory rules;
    private final InputReader reader;
    private final Projection projection;
    private final CampaignTurns runs;

    ContactJudge(RuleHistory rules, InputReader reader, Projection projection, CampaignTurns runs) {
        this.rules = rules;
        this.reader = reader;
        this.projection = projection;
        this.runs = runs;
    }

    /**
     * Judges everything up to an instant, unless the contact must wait for another one's past.
     *
     * @param inputs of instants up to {@code throughMillis}, in any order
     * @param held what waits already; changed in place
     * @param belated whether its turn comes later than the instants that are judged: what is found is known only now
     */
    void judge(Contact contact, List<Routed> inputs, Held held, long throughMillis, boolean belated)
            throws IOException {
        projection.begin(contact, belated ? throughMillis : Long.MIN_VALUE);
        List<Routed> all = inputs;
        if (!held.inputs.isEmpty()) {
            all = new ArrayList<>(held.inputs);
            all.addAll(inputs);
        }
        if (all.size() > 1) {
            all.sort(Order.OF_JUDGEMENT);
        }
        int next = 0;
        while (next < all.size()) {
            int end = next + 1;
            while (end < all.size()
                    && all.get(end).appendMillis() == all.get(next).appendMillis()) {
                end++;
            }
            List<Routed> told = all.subList(next, end);
            if (mustWait(told, held)) {
                break;
            }
            instant(contact, told, held);
            next = end;
        }
        List<Routed> waiting = List.copyOf(all.subList(next, all.size()));
        held.inputs.clear();
        held.inputs.addAll(waiting);
        advance(contact, waiting.isEmpty() ? throughMillis + 1 : waiting.get(0).appendMillis());
        projection.end(contact);
    }

    /** History for a condition that is live already; its past is judged as of now. */
    void seed(Contact contact, Routed routed, Held held, long nowMillis) throws IOException {
        projection.begin(contact, Long.MIN_VALUE);
        SeedRecord seed = reader.seed(routed);
        if (contact.movedTo != null) {
            projection.forward(contact, routed, held);
        } else if (standsBefore(seed.liveFrom(), held)) {
            // Under the rules at which the contact waits there is no such condition, and its past would be lost.
            held.inputs.add(routed.at(seed.liveFrom()));
        } else {
            long instant = held.inputs.isEmpty()
                    ? nowMillis
                    : Math.min(nowMillis, held.inputs.get(0).appendMillis() - 1);
            List<Input> inputs = reader.seed(
                    contact, seed, rules.at(contact.workspace, instant).rules());
            advance(contact, instant);
            step(contact, instant, inputs);
        }
        projection.end(contact);
    }

    /** Whether the contact waits for another one's past at an instant that is not after this one. */
    private static boolean standsBefore(long instant, Held held) {
        return !held.inputs.isEmpty() && held.inputs.get(0).appendMillis() <= instant;
    }

    /** The arrival from which on a seed's condition counts what comes. */
    long liveFrom(Routed routed) throws IOException {
        return reader.seed(routed).liveFrom();
    }

    private static boolean mustWait(List<Routed> told, Held held) {
        for (Routed routed : told) {
            if (routed.kind() == Routed.Kind.EXPECT && held.state(Move.Id.ofExpectation(routed)) == null) {
                return true;
            }
        }
        return false;
    }

    private void instant(Contact contact, List<Routed> told, Held held) throws IOException {
        long instant = told.get(0).appendMillis();
        advance(contact, instant);
        List<Input> inputs = new ArrayList<>(told.size());
        List<Routed> slots = List.of();
        Routed handOver = null;
        for (Routed routed : told) {
            if (contact.movedTo != null) {
                projection.forward(contact, routed, held);
                continue;
            }
            switch (routed.kind()) {
                case EVENT -> reader.event(routed, inputs);
                case ACTION -> inputs = action(contact, routed, inputs);
                case SLICE -> slice(contact, routed, told);
                case SLICE_END -> contact.endSlicesOf(InputReader.other(routed));
                case EXPECT -> expected(contact, routed, held, inputs);
                case HANDOVER -> handOver = routed;
                case REFUSED -> projection.outcome(contact, routed.requestId(), "refused", routed.detail(), instant);
                case SEED ->
                    inputs.addAll(reader.seed(
                            contact,
                            reader.seed(routed),
                            rules.at(contact.workspace, instant).rules()));
                case MOVE -> {
                    slots = slots.isEmpty() ? new ArrayList<>() : slots;
                    slots.add(routed);
                }
            }
        }
        if (handOver == null) {
            slots(contact, slots, instant, inputs);
            step(contact, instant, inputs);
        } else {
            handOver(contact, handOver, inputs);
            // They are for runs that have gone.
            for (Routed slot : slots) {
                projection.forward(contact, slot, held);
            }
        }
        runs.refuseUnanswered(contact, instant);
    }

    private void slots(Contact contact, List<Routed> slots, long instant, List<Input> inputs) throws IOException {
        for (Routed slot : slots) {
            Move.Granted granted = InputReader.granted(slot);
            if (contact.state.exists()) {
                inputs.add(new Input.ToFollower(
                        new CampaignWord.SlotGranted(granted.campaign(), granted.run(), granted.grantedAt()),
                        new Arrival(instant, Long.MAX_VALUE)));
            } else {
                // Nobody is there to use it, or to give it back.
                runs.done(
                        contact,
                        contact.id(),
                        rules.at(contact.workspace, instant),
                        List.of(new CampaignOutput.SlotUnused(
                                instant, granted.campaign(), granted.run(), granted.grantedAt())));
            }
        }
    }

    /** Of a contact whose past comes, the slices come with it: its person may have been another's before. */
    private void slice(Contact contact, Routed routed, List<Routed> told) {
        Person person = InputReader.other(routed);
        boolean comes =
                told.stream().anyMatch(other -> other.kind() == Routed.Kind.EXPECT && person.equals(other.other()));
        if (!comes) {
            projection.slice(contact, new Slice(person, routed.fromMillis()), routed.appendMillis());
        }
    }

    /** A deletion ends a step; what follows it at the same instant concerns the contact that comes after. */
    private List<Input> action(Contact contact, Routed routed, List<Input> inputs) throws IOException {
        Input input = reader.action(contact, routed, projection);
        if (input == null) {
            return inputs;
        }
        inputs.add(input);
        if (input instanceof Input.ToFollower said && said.word() instanceof CampaignWord.Enroll enroll) {
            runs.asked(enroll);
        }
        if (!(input instanceof Input.Action action)) {
            return inputs;
        }
        projection.outcome(contact, action.requestId(), "done", "", routed.appendMillis());
        if (!(action.action() instanceof ContactAction.Delete)) {
            return inputs;
        }
        delete(contact, routed.appendMillis(), inputs);
        return new ArrayList<>();
    }

    private void delete(Contact contact, long instant, List<Input> inputs) {
        int generation = contact.state.generation();
        ContactId id = contact.id();
        long created = contact.state.exists() ? contact.state.createdAt() : instant;
        RuleStage stage = rules.at(contact.workspace, instant);
        CampaignStep done = stage.engine().step(contact.state, contact.runs(), instant, inputs);
        projection.deleted(contact, done.contact(), generation, created, instant);
        runs.done(contact, id, stage, done.outputs());
    }

    private void expected(Contact contact, Routed expect, Held held, List<Input> inputs) {
        Move.Id id = Move.Id.ofExpectation(expect);
        Move.State moved = held.state(id);
        if (moved == null) {
            throw new IllegalStateException("waits for a state that did not come: " + expect);
        }
        held.forget(id);
        Arrival arrival = Arrival.of(expect.appendMillis(), expect.partition(), expect.offset());
        if (moved.existed()) {
            inputs.add(new Input.Absorb(
                    ContactStateCodec.decode(moved.hot(), moved::profile),
                    ConflictResolution.valueOf(expect.detail()),
                    arrival));
        }
        if (moved.existed() && moved.runs().length > 0) {
            CampaignWord absorb = new CampaignWord.Absorb(
                    ContactRunsCodec.decode(moved.runs()), moved.id().source().id());
            inputs.add(new Input.ToFollower(absorb, arrival));
        }
        projection.absorbed(contact, moved, expect);
    }

    private void handOver(Contact contact, Routed handOver, List<Input> inputs) {
        long instant = handOver.appendMillis();
        RuleStage stage = rules.at(contact.workspace, instant);
        CampaignHandOver done = stage.engine().handOver(contact.state, contact.runs(), instant, inputs);
        runs.done(contact, contact.id(), stage, done.outputs());
        projection.handedOver(contact, done.contact(), done.moved(), handOver);
    }

    private void step(Contact contact, long instant, List<Input> inputs) {
        if (!inputs.isEmpty()) {
            step(contact, rules.at(contact.workspace, instant), instant, inputs);
        }
    }

    private void step(Contact contact, RuleStage stage, long instant, List<Input> inputs) {
        List<Input> all = CampaignTurns.withWords(contact, stage, instant, inputs);
        CampaignStep done = stage.engine().step(contact.state, contact.runs(), instant, all);
        projection.project(contact, done.contact(), instant);
        runs.done(contact, contact.id(), stage, done.outputs());
    }

    /** What falls due before an instant, and the changes of rules before it, each at its own instant. */
    private void advance(Contact contact, long beforeMillis) {
        if (contact.movedTo != null || !contact.state.exists()) {
            return;
        }
        while (true) {
            long wake = contact.nextWake();
            RuleStage stage = rules.nextAfter(contact.workspace, contact.state.epoch(), beforeMillis);
            long edit = stage == null ? Long.MAX_VALUE : stage.atMillis();
            long instant = Math.min(wake, edit);
            if (instant >= beforeMillis) {
                return;
            }
            // At the instant of a change both are judged together, under the rules that it brings.
            RuleStage under = edit <= wake && stage != null ? stage : rules.at(contact.workspace, instant);
            step(contact, under, instant, List.of());
        }
    }
}
