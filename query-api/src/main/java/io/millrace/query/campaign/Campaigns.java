package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignContext;
import io.millrace.core.campaign.CampaignJson;
import io.millrace.core.campaign.CampaignLimits;
import io.millrace.core.campaign.CampaignParser;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.TriggerOn;
import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.core.definition.CampaignDefinition;
import io.millrace.core.definition.CampaignDefinition.Activation;
import io.millrace.query.http.ExpectedVersion;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Problem;
import io.millrace.streams.definition.Conflicts;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.definition.Definitions.VersionConflictException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What can be done with campaigns, whatever API asks for it: created, edited, moved through their lives and deleted. What
 * is done to one at a time loses no other edit; each change is in force from its record on. Thread-safe.
 */
final class Campaigns {

    private static final CampaignParser PARSER = new CampaignParser(CampaignLimits.DEFAULT);

    private final CampaignStore store;
    private final KnownNames names;
    private final Object writing = new Object();

    Campaigns(CampaignStore store, KnownNames names) {
        this.store = store;
        this.names = names;
    }

    StoredCampaign found(String workspace, String id) {
        return store.get(workspace, id)
                .orElseThrow(() -> Problem.notFound("Campaign").exception());
    }

    /** Ends the request with 400 where something is missing or named that is not there. */
    StoredCampaign whole(String workspace, String id) {
        StoredCampaign campaign = found(workspace, id);
        requireWhole(workspace, campaign.content());
        return campaign;
    }

    /** In the order in which they were created. */
    List<StoredCampaign> all(String workspace) {
        return store.all(workspace);
    }

    /**
     * @param newId is asked for when nothing is wrong with the draft; if there is a campaign of this id already, that one is
     *     returned, as it stands
     */
    StoredCampaign create(String workspace, Supplier<String> newId, CampaignDraft draft, Instant now) {
        Campaign content =
                read(draft.form(), draft.content(), names.of(workspace).asDraft());
        String id = newId.get();
        synchronized (writing) {
            Optional<StoredCampaign> before = store.get(workspace, id);
            if (before.isPresent()) {
                return before.get();
            }
            try {
                CampaignDefinition campaign = new CampaignDefinition(
                        id,
                        draft.name(),
                        draft.description(),
                        CampaignStatus.DRAFT,
                        store.putVersion(workspace, id, 0, content, now),
                        Activation.NONE,
                        Optional.ofNullable(content.settings().startAt()),
                        Optional.ofNullable(content.settings().endAt()),
                        draft.type(),
                        draft.goal(),
                        now,
                        now);
                return store.put(workspace, campaign, content, Definitions.ABSENT);
            } catch (VersionConflictException e) {
                return store.get(workspace, id).orElseThrow(() -> e);
            }
        }
    }

    /** An edit without an expected revision is made to the newest one, and again if another edit came first. */
    StoredCampaign edit(String workspace, String id, CampaignEdit edit, Instant now) {
        synchronized (writing) {
            try {
                return Conflicts.retried(() -> editOnce(workspace, id, edit, now));
            } catch (VersionConflictException e) {
                throw outdated(edit.expectedRevision().orElse(-1), found(workspace, id));
            }
        }
    }

    private StoredCampaign editOnce(String workspace, String id, CampaignEdit edit, Instant now) {
        StoredCampaign old = expected(workspace, id, edit);
        CampaignDefinition before = old.definition();
        if (edit.changesMore() && old.status() == CampaignStatus.COMPLETED) {
            throw Problem.of(409, "conflict", "the campaign is completed and takes no change any more")
                    .exception();
        }
        Optional<CampaignStatus> moved = edit.move().flatMap(move -> move.from(old.status()));
        CampaignStatus status = moved.orElse(old.status());
        Campaign content = edit.content().isEmpty() ? old.content() : edited(workspace, old, status, edit);
        boolean launched = moved.isPresent() && old.status() == CampaignStatus.DRAFT;
        if (launched && edit.content().isEmpty()) {
            requireWhole(workspace, content);
        }
        if (moved.isEmpty() && !edit.changesMore()) {
            return old;
        }
        CampaignDefinition after = new CampaignDefinition(
                id,
                edit.name().orElse(before.name()),
                edit.description().orElse(before.description()),
                status,
                content.equals(old.content())
                        ? before.version()
                        : store.putVersion(workspace, id, before.version(), content, now),
                moved.map(to -> activation(before.activation(), to, launched, edit.enrollExisting(), content))
                        .orElse(before.activation()),
                Optional.ofNullable(content.settings().startAt()),
                Optional.ofNullable(content.settings().endAt()),
                edit.type().or(before::type),
                edit.goal().or(before::goal),
                before.createdAt(),
                now,
                moved.isPresent() ? Optional.of(now) : before.statusSince());
        return store.put(workspace, after, content, old.revision());
    }

    private StoredCampaign expected(String workspace, String id, CampaignEdit edit) {
        StoredCampaign old = found(workspace, id);
        if (edit.expectedRevision().isEmpty() || edit.expectedRevision().getAsLong() == old.revision()) {
            return old;
        }
        // This process may have read less than the caller has seen.
        store.refresh();
        StoredCampaign newest = found(workspace, id);
        if (edit.expectedRevision().getAsLong() != newest.revision()) {
            throw outdated(edit.expectedRevision().getAsLong(), newest);
        }
        return newest;
    }

    private static Activation activation(
            Activation before, CampaignStatus to, boolean launched, boolean enrollExisting, Campaign content) {
        if (to != CampaignStatus.ACTIVE || !(launched || enrollExisting)) {
            return before;
        }
        return before.next(enrollExisting, launched ? firingAtOnce(content) : List.of());
    }

    /** Scheduled triggers without an instant of their own. */
    private static List<String> firingAtOnce(Campaign content) {
        return content.graph().triggers().stream()
                .filter(trigger -> trigger.on() instanceof TriggerOn.Scheduled scheduled && scheduled.at() == null)
                .map(Node.Trigger::id)
                .toList();
    }

    private Campaign edited(String workspace, StoredCampaign old, CampaignStatus status, CampaignEdit edit) {
        CampaignContext whole = names.of(workspace);
        ObjectNode form = FormFields.laidOver(edit.form().before(old.content(), edit.content()), edit.content());
        return read(edit.form(), form, status == CampaignStatus.DRAFT ? whole.asDraft() : whole);
    }

    /** Ends the request with 400 where something is missing or named that is not there. */
    private void requireWhole(String workspace, Campaign content) {
        throwIfInvalid(PARSER.parse(CampaignJson.write(content), "", names.of(workspace)));
    }

    private static Campaign read(CampaignForm form, ObjectNode fields, CampaignContext context) {
        return throwIfInvalid(form.parse(fields, context));
    }

    private static Campaign throwIfInvalid(CampaignParser.Parsed parsed) {
        if (parsed instanceof CampaignParser.Parsed.Invalid invalid) {
            Faults faults = new Faults();
            invalid.faults()
                    .forEach(fault -> faults.add(
                            fault.pointer(), fault.reason(), fault.found(), fault.expected(), fault.message()));
            faults.throwIfAny();
        }
        return ((CampaignParser.Parsed.Valid) parsed).campaign();
    }

    /**
     * What is to begin in an active campaign.
     *
     * @param enrollExisting whether members of the segments that triggers are on enter
     * @param fires scheduled triggers, by their nodes
     * @param number of the activation, if it is to begin once; where that one has begun, nothing more does
     */
    record Execution(boolean enrollExisting, List<String> fires, OptionalLong number) {}

    StoredCampaign execute(String workspace, String id, Execution execution, Instant now) {
        synchronized (writing) {
            return Conflicts.retried(() -> {
                StoredCampaign old = found(workspace, id);
                CampaignDefinition was = old.definition();
                if (execution.number().orElse(Long.MAX_VALUE)
                        <= was.activation().number()) {
                    return old;
                }
                requireActive(old);
                Activation next = was.activation().next(execution.enrollExisting(), execution.fires());
                return store.put(workspace, was.activated(next, now), old.content(), old.revision());
            });
        }
    }

    static void requireActive(StoredCampaign campaign) {
        if (campaign.status() != CampaignStatus.ACTIVE) {
            throw Problem.of(
                            409,
                            "conflict",
                            "the campaign is " + campaign.status().text() + ", contacts enter an active one")
                    .exception();
        }
    }

    /** For good; whoever is in it leaves. */
    void delete(String workspace, String id) {
        synchronized (writing) {
            Conflicts.retried(() -> {
                store.delete(workspace, found(workspace, id));
                return id;
            });
        }
    }

    private static RuntimeException outdated(long expected, StoredCampaign found) {
        return ExpectedVersion.conflict("the campaign", expected, found.revision());
    }
}
