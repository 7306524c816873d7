package io.millrace.flink.audience.campaign;

import io.millrace.core.campaign.engine.CampaignInForce;
import io.millrace.core.campaign.engine.Campaigns;
import io.millrace.core.campaign.engine.GateLimits;
import io.millrace.flink.audience.GateNote;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Tells gates how their campaigns stand, each time that changes. After a restart it may say again what a gate knows. Not
 * thread-safe.
 */
final class GateNews {

    private final Consumer<GateNote> gates;
    private final Map<String, Map<String, GateNote.InForce>> told = new HashMap<>();

    GateNews(Consumer<GateNote> gates) {
        this.gates = gates;
    }

    void tell(Campaigns campaigns, ZoneId zone, long atMillis) {
        Map<String, GateNote.InForce> known = told.computeIfAbsent(campaigns.workspace(), workspace -> new HashMap<>());
        TreeSet<String> ids = new TreeSet<>(campaigns.byId().keySet());
        ids.addAll(known.keySet());
        for (String id : ids) {
            GateNote.InForce now = inForce(campaigns, id, zone, atMillis);
            GateNote.InForce before = known.get(id);
            if (before == null
                    || before.status() != now.status()
                    || !before.limits().equals(now.limits())) {
                gates.accept(now);
                known.put(id, now);
            }
            if (now.status() == null) {
                known.remove(id);
            }
        }
    }

    private static GateNote.InForce inForce(Campaigns campaigns, String id, ZoneId zone, long atMillis) {
        CampaignInForce campaign = campaigns.get(id);
        return new GateNote.InForce(
                campaigns.workspace(),
                id,
                atMillis,
                campaigns.epoch(),
                campaign == null ? null : campaign.status(),
                campaign == null
                        ? new GateLimits(null, null, zone)
                        : GateLimits.of(campaign.current().settings(), zone));
    }
}
