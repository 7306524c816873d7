package io.millrace.flink.audience.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.campaign.CampaignSettings;
import io.millrace.core.campaign.Channel;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.engine.CampaignInForce;
import io.millrace.core.campaign.engine.RunRef;
import io.millrace.flink.audience.Outgoing;
import io.millrace.flink.audience.contact.CampaignTurn;
import io.millrace.streams.Topics;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecord.Message;
import io.millrace.streams.record.SendRecord.Origin;
import io.millrace.streams.record.SendRecord.Recipient;
import io.millrace.streams.record.SendRecordCodec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Messages of one contact's turn as records of topic {@code sends}, with the contact as it is after the turn. */
final class SendRecords {

    private final CampaignTurn turn;
    private @Nullable Recipient recipient;

    SendRecords(CampaignTurn turn) {
        this.turn = turn;
    }

    /** @param skipped null if it is to be delivered */
    Outgoing message(
            RunRef run, Node.Send node, String sendId, long at, @Nullable JsonNode started, @Nullable String skipped) {
        CampaignSettings settings = settings(run);
        Message message = new Message(
                node.channel(),
                node.template(),
                node.subject(),
                node.content(),
                node.group(),
                null,
                node.transactional(),
                settings.quietHours(),
                settings.trackOpens());
        return record(run, node.id(), sendId, message, at, started, skipped);
    }

    /** Consent is to messages: nobody is asked for a call. */
    Outgoing call(RunRef run, Node.Webhook node, String callId, long at, JsonNode started) {
        Message message = new Message(Channel.WEBHOOK, null, null, null, null, node.url(), true, null, false);
        return record(run, node.id(), callId, message, at, started, null);
    }

    private Outgoing record(
            RunRef run,
            String node,
            String sendId,
            Message message,
            long at,
            @Nullable JsonNode started,
            @Nullable String skipped) {
        CampaignInForce campaign = turn.campaigns().get(run.campaign());
        SendRecord send = new SendRecord(
                turn.workspace(),
                sendId,
                new Origin(run.campaign(), campaign == null ? "" : campaign.name(), run.version(), node, run.run()),
                message,
                recipient(),
                null,
                Instant.ofEpochMilli(at),
                started == null ? "{}" : started.toString(),
                skipped);
        return new Outgoing(Topics.SENDS, send.key(), SendRecordCodec.encode(send));
    }

    /** The run's own, as of the version that it entered with. */
    private CampaignSettings settings(RunRef run) {
        CampaignInForce campaign = turn.campaigns().get(run.campaign());
        if (campaign == null || !campaign.versions().containsKey(run.version())) {
            return CampaignSettings.DEFAULT;
        }
        return campaign.versions().get(run.version()).settings();
    }

    private Recipient recipient() {
        Recipient known = recipient;
        if (known == null) {
            known = new Recipient(
                    turn.id(),
                    turn.contact().root(),
                    turn.state().traits().toString(),
                    turn.state().zone(turn.rules().zone()),
                    turn.state().subscriptions(),
                    turn.runs().isSuppressed());
            recipient = known;
        }
        return known;
    }
}
