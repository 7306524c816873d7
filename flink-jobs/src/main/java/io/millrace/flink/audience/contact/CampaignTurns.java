package io.millrace.flink.audience.contact;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.Input;
import io.millrace.core.campaign.engine.CampaignOutput;
import io.millrace.core.campaign.engine.CampaignWord;
import io.millrace.core.event.ContactId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the stage's contacts are told about campaigns beside what happens to them, and what their runs say in return. Calls
 * to enroll somebody are answered here, all else by {@link CampaignEffects}. Not thread-safe.
 */
final class CampaignTurns {

    private final Projection projection;
    private final CampaignEffects effects;
    private final StageCounters counters;
    private final Set<String> asked = new LinkedHashSet<>();

    CampaignTurns(Projection projection, CampaignEffects effects, StageCounters counters) {
        this.projection = projection;
        this.effects = effects;
        this.counters = counters;
    }

    /**
     * The inputs of an instant with what everybody is told at it, unless the contact has been told. Who begins at this very
     * instant was not there when a campaign was launched, but is when a trigger's time comes.
     */
    static List<Input> withWords(Contact contact, RuleStage stage, long instant, List<Input> inputs) {
        if (stage.words().isEmpty() || stage.atMillis() != instant || contact.state.epoch() >= stage.epoch()) {
            return inputs;
        }
        boolean there = contact.state.exists();
        List<Input> all = new ArrayList<>(inputs);
        for (CampaignWord word : stage.words()) {
            if (there || word instanceof CampaignWord.ScheduleDue) {
                all.add(new Input.ToFollower(word, new Arrival(instant, Long.MAX_VALUE)));
            }
        }
        return all;
    }

    /** Somebody asks that the contact enters, and may wait for an answer. */
    void asked(CampaignWord.Enroll enroll) {
        if (!enroll.requestId().isEmpty()) {
            asked.add(enroll.requestId());
        }
    }

    /** @param id the contact's as of the step */
    void done(Contact contact, ContactId id, RuleStage stage, List<CampaignOutput> outputs) {
        if (outputs.isEmpty()) {
            return;
        }
        for (CampaignOutput output : outputs) {
            counters.done(output);
            if (output instanceof CampaignOutput.EnrollmentAnswered answer) {
                answer(contact, answer);
            }
        }
        effects.done(new CampaignTurn(
                contact, id, contact.state, contact.runs(), stage.engine().campaigns(), stage.rules(), outputs));
    }

    private void answer(Contact contact, CampaignOutput.EnrollmentAnswered answer) {
        CampaignOutput.Refusal error = answer.error();
        asked.remove(answer.requestId());
        projection.outcome(
                contact,
                answer.requestId(),
                error == null ? "done" : "refused",
                error == null ? "" : error.name().toLowerCase(Locale.ROOT),
                answer.at());
    }

    /** Who is not there has no runs, and no answer comes. */
    void refuseUnanswered(Contact contact, long instant) {
        asked.forEach(request -> projection.outcome(contact, request, "refused", "unknown", instant));
        asked.clear();
    }
}
