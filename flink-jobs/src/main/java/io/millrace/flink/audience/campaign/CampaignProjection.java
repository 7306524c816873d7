package io.millrace.flink.audience.campaign;

import io.millrace.core.campaign.engine.CampaignOutput;
import io.millrace.core.campaign.engine.Campaigns;
import io.millrace.flink.audience.contact.CampaignEffects;
import io.millrace.flink.audience.contact.CampaignTurn;
import io.millrace.flink.audience.contact.Effects;
import java.time.ZoneId;

/** Says in rows, records and notes to gates what runs have done. Not thread-safe. */
public final class CampaignProjection implements CampaignEffects {

    private final Effects effects;
    private final CampaignRows rows = new CampaignRows();
    private final GateNews news;

    public CampaignProjection(Effects effects) {
        this.effects = effects;
        this.news = new GateNews(effects::tell);
    }

    @Override
    public void done(CampaignTurn turn) {
        TurnProjection projection = new TurnProjection(turn, effects, rows);
        for (CampaignOutput output : turn.outputs()) {
            output.accept(projection);
        }
    }

    @Override
    public void inForce(Campaigns campaigns, ZoneId zone, long atMillis) {
        news.tell(campaigns, zone, atMillis);
    }
}
