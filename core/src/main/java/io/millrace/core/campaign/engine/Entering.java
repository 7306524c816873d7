package io.millrace.core.campaign.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.audience.EventView;
import io.millrace.core.audience.Present;
import io.millrace.core.campaign.CampaignSettings;
import io.millrace.core.campaign.CampaignSettings.HoldOut;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.ReEntry;
import io.millrace.core.rule.Buckets;
import io.millrace.core.rule.Values;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Decides who enters a campaign, and begins the run. */
final class Entering {

    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final Turn turn;
    private final Walk walk;

    Entering(Turn turn, Walk walk) {
        this.turn = turn;
        this.walk = walk;
    }

    /**
     * What somebody enters by.
     *
     * @param text unique for a contact and campaign; the run's id is made from it
     * @param event null if there is none
     */
    record Cause(String text, @Nullable EventView event) {}

    /** Null if the contact has entered; else why not, and nothing has changed. */
    CampaignOutput.@Nullable Refusal enter(
            CompiledVersion version, Node.Trigger trigger, Cause cause, Present present) {
        JsonNode started = cause.event() == null ? NOTHING : cause.event().properties();
        CampaignOutput.Refusal refusal = refusal(version, trigger, cause, started, present);
        if (refusal != null) {
            return refusal;
        }
        CampaignPast past = turn.runs.past(version.campaign());
        JsonNode key = key(version, started);
        long now = present.now();
        String contact = present.contact().person().id();
        Run run = new Run(
                RunIds.run(version.campaign(), version.version(), contact, cause.text()),
                version.campaign(),
                version.version(),
                turn.runs.serials++,
                now,
                isHeldOut(version, contact),
                key,
                Started.by(cause.event()),
                trigger.id());
        past.lastEntry = now;
        if (version.settings().reEntry() instanceof ReEntry.PerKey) {
            past.keys.add(Keys.hash(key));
        }
        past.forgetCausesBefore(now - version.settings().maxEventAge().millis());
        past.causes.put(Keys.hash(cause.text()), now);
        past.runs.put(run.id, run);
        turn.tell(new CampaignOutput.Entered(now, turn.ref(run, present), trigger.id(), run.heldOut));
        walk.begin(run, present);
        return null;
    }

    private CampaignOutput.@Nullable Refusal refusal(
            CompiledVersion version, Node.Trigger trigger, Cause cause, JsonNode started, Present present) {
        if (!isOpen(version, present.now())) {
            return CampaignOutput.Refusal.NOT_ACTIVE;
        }
        CampaignPast past = turn.runs.pastOrNull(version.campaign());
        if (past != null
                && (past.causes.containsKey(Keys.hash(cause.text())) || !mayReturn(version, past, started, present))) {
            return CampaignOutput.Refusal.ALREADY_ENROLLED;
        }
        if (cause.event() != null
                && version.settings().reEntry() instanceof ReEntry.PerKey
                && key(version, started) == null) {
            return CampaignOutput.Refusal.RULES;
        }
        int place = version.place(trigger.id());
        return place >= 0 && !present.holds(place, started, present.now()) ? CampaignOutput.Refusal.RULES : null;
    }

    private boolean isOpen(CompiledVersion version, long now) {
        CampaignSettings settings = version.settings();
        return turn.campaigns.status(version.campaign()) == CampaignStatus.ACTIVE
                && (settings.startAt() == null || now >= settings.startAt().toEpochMilli())
                && (settings.endAt() == null || now < settings.endAt().toEpochMilli());
    }

    private static boolean mayReturn(CompiledVersion version, CampaignPast past, JsonNode started, Present present) {
        return version.settings().reEntry().accept(new ReEntry.Visitor<>() {
            @Override
            public Boolean never(ReEntry.Never reEntry) {
                return !past.everEntered();
            }

            @Override
            public Boolean afterExit(ReEntry.AfterExit reEntry) {
                return past.runs.isEmpty();
            }

            @Override
            public Boolean everyEvent(ReEntry.EveryEvent reEntry) {
                return true;
            }

            @Override
            public Boolean perKey(ReEntry.PerKey reEntry) {
                return !past.keys.contains(Keys.hash(Values.at(started, reEntry.property())));
            }

            @Override
            public Boolean cooldown(ReEntry.Cooldown reEntry) {
                boolean cool = !past.everEntered()
                        || present.now() >= past.lastEntry + reEntry.duration().millis();
                return cool && past.runs.isEmpty();
            }
        });
    }

    private static @Nullable JsonNode key(CompiledVersion version, JsonNode started) {
        return version.settings().reEntry() instanceof ReEntry.PerKey perKey
                ? Values.at(started, perKey.property())
                : null;
    }

    private static boolean isHeldOut(CompiledVersion version, String contact) {
        HoldOut holdOut = version.settings().holdOut();
        if (holdOut == null) {
            return false;
        }
        String salt = holdOut.salt();
        double bucket = Buckets.bucket(contact, salt == null ? version.campaign() + ":hold_out" : salt);
        return new BigDecimal(bucket).compareTo(holdOut.percent()) < 0;
    }
}
