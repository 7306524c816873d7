package io.millrace.flink.audience.contact;

import io.millrace.core.campaign.engine.CampaignOutput;
import io.millrace.core.campaign.engine.Campaigns;
import io.millrace.core.campaign.engine.RunRef;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What runs have done, each as {@code alice sent hello 12}, in the order in which it was told. */
final class CampaignsTold implements CampaignEffects, CampaignOutput.Visitor<String> {

    private final List<String> told = new ArrayList<>();
    private final List<String> runs = new ArrayList<>();
    private final List<String> inForce = new ArrayList<>();

    @Override
    public void done(CampaignTurn turn) {
        turn.outputs().forEach(output -> told.add(output.accept(this) + " " + output.at()));
    }

    @Override
    public void inForce(Campaigns campaigns, ZoneId zone, long atMillis) {
        campaigns
                .byId()
                .values()
                .forEach(campaign -> inForce.add("%s %s %d %d"
                        .formatted(campaign.id(), campaign.status().text(), campaign.version(), atMillis)));
    }

    /** Since the last call. */
    List<String> take() {
        List<String> all = List.copyOf(told);
        told.clear();
        return all;
    }

    /** Since the last call, each as {@code campaign active 1 12}. */
    List<String> takeInForce() {
        List<String> all = List.copyOf(inForce);
        inForce.clear();
        return all;
    }

    /** The ids of all runs that have begun, in order. */
    List<String> runs() {
        return List.copyOf(runs);
    }

    private static String said(RunRef run, String what) {
        return run.contact() + " " + what;
    }

    @Override
    public String entered(CampaignOutput.Entered output) {
        runs.add(output.run().run());
        return said(
                output.run(),
                "entered " + output.run().campaign() + "#" + output.run().version());
    }

    @Override
    public String reached(CampaignOutput.Reached output) {
        return said(output.run(), "reached " + output.node());
    }

    @Override
    public String sent(CampaignOutput.Sent output) {
        return said(output.run(), "sent " + output.node().id());
    }

    @Override
    public String skipped(CampaignOutput.Skipped output) {
        return said(
                output.run(),
                "skipped " + output.node().id() + " " + output.reason().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public String slotNeeded(CampaignOutput.SlotNeeded output) {
        return said(output.run(), "needs slot " + output.node());
    }

    @Override
    public String slotUnused(CampaignOutput.SlotUnused output) {
        return "slot unused " + output.campaign();
    }

    @Override
    public String called(CampaignOutput.Called output) {
        return said(output.run(), "called " + output.node().id());
    }

    @Override
    public String converted(CampaignOutput.Converted output) {
        return said(output.run(), "converted");
    }

    @Override
    public String moved(CampaignOutput.Moved output) {
        return said(output.run(), "moved from " + output.from());
    }

    @Override
    public String exited(CampaignOutput.Exited output) {
        return said(output.run(), "exited " + output.reason().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public String enrollmentAnswered(CampaignOutput.EnrollmentAnswered output) {
        return output.contact() + " answered " + (output.error() == null ? "entered" : output.error());
    }
}
