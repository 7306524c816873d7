package io.millrace.flink.audience.campaign;

import io.millrace.core.campaign.CampaignSettings;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.engine.CampaignInForce;
import io.millrace.core.campaign.engine.CampaignOutput;
import io.millrace.core.campaign.engine.ExitReason;
import io.millrace.core.campaign.engine.RunIds;
import io.millrace.core.campaign.engine.RunRef;
import io.millrace.core.campaign.engine.SkipReason;
import io.millrace.flink.audience.GateNote;
import io.millrace.flink.audience.campaign.CampaignRows.Message;
import io.millrace.flink.audience.campaign.CampaignRows.Place;
import io.millrace.flink.audience.campaign.CampaignRows.Step;
import io.millrace.flink.audience.contact.CampaignTurn;
import io.millrace.flink.audience.contact.Effects;

/** Says what one contact's runs did in one turn, output by output; answers each with itself. */
final class TurnProjection implements CampaignOutput.Visitor<TurnProjection> {

    /** The channel of notes to the workspace's people, which nobody delivers: they are read where they are stored. */
    private static final String INBOX = "inbox";

    private final CampaignTurn turn;
    private final Effects effects;
    private final CampaignRows rows;
    private final SendRecords sends;

    TurnProjection(CampaignTurn turn, Effects effects, CampaignRows rows) {
        this.turn = turn;
        this.effects = effects;
        this.rows = rows;
        this.sends = new SendRecords(turn);
    }

    @Override
    public TurnProjection entered(CampaignOutput.Entered output) {
        String reason = output.heldOut() ? SkipReason.HOLD_OUT.text() : "";
        return step(output.at(), output.run(), new Step("entered", output.trigger(), "", 1, reason));
    }

    @Override
    public TurnProjection reached(CampaignOutput.Reached output) {
        String from = output.from() == null ? "" : output.from();
        long until = output.until() == Long.MAX_VALUE ? 0 : output.until();
        return step(output.at(), output.run(), new Step("reached", output.node(), from, output.visit(), "", until));
    }

    @Override
    public TurnProjection sent(CampaignOutput.Sent output) {
        Node.Send node = output.node();
        effects.send(sends.message(output.run(), node, output.sendId(), output.at(), output.started(), null));
        message(output.at(), output.run(), message(node, output.sendId(), output.visit(), "granted", ""));
        return step(output.at(), output.run(), new Step("sent", node.id(), "", output.visit(), ""));
    }

    @Override
    public TurnProjection skipped(CampaignOutput.Skipped output) {
        Node.Send node = output.node();
        String reason = output.reason().text();
        String sendId = RunIds.send(turn.workspace(), output.run().run(), node.id(), output.visit());
        effects.send(sends.message(output.run(), node, sendId, output.at(), null, reason));
        message(output.at(), output.run(), message(node, sendId, output.visit(), "skipped", reason));
        return step(output.at(), output.run(), new Step("skipped", node.id(), "", output.visit(), reason));
    }

    private static Message message(Node.Send node, String sendId, int visit, String outcome, String reason) {
        String template = node.template() == null ? "" : node.template();
        String kind = node.transactional() ? "transactional" : "marketing";
        return new Message(sendId, node.id(), visit, node.channel().text(), template, kind, outcome, reason, "");
    }

    @Override
    public TurnProjection called(CampaignOutput.Called output) {
        Node node = output.node();
        if (node instanceof Node.Webhook webhook) {
            effects.send(sends.call(output.run(), webhook, output.callId(), output.at(), output.started()));
            message(output.at(), output.run(), call(output, "webhook", "granted", ""));
        } else if (node instanceof Node.NotifyInbox inbox) {
            message(output.at(), output.run(), call(output, INBOX, "noted", inbox.text()));
        } else {
            throw new IllegalArgumentException("nobody is called by " + node);
        }
        return step(output.at(), output.run(), new Step("called", node.id(), "", output.visit(), ""));
    }

    private static Message call(CampaignOutput.Called output, String channel, String outcome, String note) {
        return new Message(output.callId(), output.node().id(), output.visit(), channel, "", "", outcome, "", note);
    }

    @Override
    public TurnProjection converted(CampaignOutput.Converted output) {
        return step(output.at(), output.run(), new Step("converted", "", "", 0, ""));
    }

    @Override
    public TurnProjection moved(CampaignOutput.Moved output) {
        return step(output.at(), output.run(), new Step("moved", "", "", 0, ""));
    }

    @Override
    public TurnProjection exited(CampaignOutput.Exited output) {
        if (output.reason() != ExitReason.COMPLETED && isLimited(output.run())) {
            effects.tell(new GateNote.Withdrawal(
                    turn.workspace(), output.run().campaign(), output.run().run()));
        }
        String reason = output.reason().text();
        return step(output.at(), output.run(), new Step("exited", output.node(), "", 0, reason));
    }

    /** A run of a campaign without limits never asked its gate. */
    private boolean isLimited(RunRef run) {
        CampaignInForce campaign = turn.campaigns().get(run.campaign());
        if (campaign == null) {
            return false;
        }
        CampaignSettings settings = campaign.current().settings();
        return settings.dailyLimit() != null || settings.sendRate() != null;
    }

    @Override
    public TurnProjection slotNeeded(CampaignOutput.SlotNeeded output) {
        effects.tell(new GateNote.Request(
                turn.workspace(),
                output.run().campaign(),
                output.run().run(),
                turn.contact().root(),
                output.at()));
        return this;
    }

    @Override
    public TurnProjection slotUnused(CampaignOutput.SlotUnused output) {
        effects.tell(new GateNote.Unused(turn.workspace(), output.campaign(), output.grantedAt()));
        return this;
    }

    @Override
    public TurnProjection enrollmentAnswered(CampaignOutput.EnrollmentAnswered output) {
        // The stage answers whoever asked.
        return this;
    }

    private void message(long at, RunRef run, Message message) {
        effects.row(rows.message(place(at), run, message));
    }

    private TurnProjection step(long at, RunRef run, Step step) {
        effects.row(rows.step(place(at), run, step));
        return this;
    }

    private Place place(long at) {
        return new Place(turn.workspace(), turn.id(), at, turn.contact().nextVersion(at));
    }
}
