package io.millrace.query.simulate;

import io.millrace.core.definition.Scope;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Guard;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.RouteHandler;
import java.util.List;

/** The routes of simulation. */
public final class SimulateRoutes {

    private static final String EXAMPLE =
            """
            {"timezone":"Europe/Berlin",
             "segments":{"active":{"field":"events.login","op":"count_gte","value":2,"window":"7d"}},
             "events":[
               {"type":"track","userId":"u1","event":"login","timestamp":"2026-03-02T12:00:00Z"},
               {"type":"track","userId":"u1","event":"login","timestamp":"2026-03-03T12:00:00Z"}],
             "actions":[{"at":"2026-03-04T12:00:00Z","do":"merge","source":"dup","target":"u1"}],
             "checkpoints":["2026-03-05T00:00:00Z"],"until":"2026-03-12T12:00:00Z"}
            """;
    private static final String ANSWER =
            """
            {"transitions":[
               {"at":"2026-03-03T12:00:00.000Z","contact":"u1","segment":"active","change":"entered","cause":"event"},
               {"at":"2026-03-09T12:00:00.000Z","contact":"u1","segment":"active","change":"exited","cause":"expiry"}],
             "members":{"2026-03-05T00:00:00Z":{"active":["u1"]}},"refused":[]}
            """;

    private static final String CAMPAIGN_EXAMPLE =
            """
            {"timezone":"Europe/Berlin",
             "campaign":{
               "nodes":[
                 {"id":"t","type":"trigger","on":"event","event":"cart"},
                 {"id":"d","type":"delay","duration":"1h"},
                 {"id":"m","type":"send","channel":"email","template":"tmpl_cart"},
                 {"id":"x","type":"exit"}],
               "edges":[{"from":"t","to":"d"},{"from":"d","to":"m"},{"from":"m","to":"x"}],
               "settings":{"re_entry":"after_exit","exit_conditions":[{"on":"event","event":"order"}]}},
             "events":[
               {"type":"identify","userId":"u1","traits":{"email":"u1@example.com"},"timestamp":"2026-03-02T11:00:00Z"},
               {"type":"track","userId":"u1","event":"cart","timestamp":"2026-03-02T12:00:00Z"}],
             "sent_before":[{"at":"2026-03-01T12:00:00Z","contact":"u1"}],
             "until":"2026-03-12T12:00:00Z"}
            """;
    private static final String CAMPAIGN_ANSWER =
            """
            {"messages":[{"at":"2026-03-02T13:00:00.000Z","contact":"u1","node":"m","channel":"email",
               "template":"tmpl_cart","send_id":"send_abcdefghijklmnopqrstuvwx"}],
             "skipped":[],
             "entries":[{"at":"2026-03-02T12:00:00.000Z","contact":"u1"}],
             "exits":[{"at":"2026-03-02T13:00:00.000Z","contact":"u1","reason":"completed"}],
             "conversions":[],"waiting":[],"refused":[]}
            """;

    private SimulateRoutes() {}

    /** @param bodyBytesMax the largest scenario */
    public static List<Route> all(RouteHandler segments, RouteHandler campaigns, int bodyBytesMax) {
        return List.of(
                segments(segments).takingUpTo(bodyBytesMax),
                campaigns(campaigns).takingUpTo(bodyBytesMax));
    }

    private static Route segments(RouteHandler segments) {
        return Route.post(
                "/v1/segments/simulate",
                Dialect.GROWTHOS,
                Guard.scope(Scope.SEGMENTS_READ),
                segments,
                RouteDoc.of("simulateSegments", "segments", "What would these events do to these segments?")
                        .describedAs("Runs the engine that judges live segments under a virtual clock. Nothing"
                                + " stored is read or touched.")
                        .taking("SegmentScenario", EXAMPLE)
                        .answering(200, "SegmentOutcome", ANSWER)
                        .failing(422, "It would take too long, or answer too much."));
    }

    private static Route campaigns(RouteHandler campaigns) {
        return Route.post(
                "/v1/campaigns/simulate",
                Dialect.GROWTHOS,
                Guard.scope(Scope.CAMPAIGNS_READ),
                campaigns,
                RouteDoc.of("simulateCampaign", "campaigns", "What would these events do under this campaign?")
                        .describedAs("Runs the engine that leads contacts through live campaigns under a virtual clock."
                                + " Nothing stored is read or touched, and nothing is sent.")
                        .taking("CampaignScenario", CAMPAIGN_EXAMPLE)
                        .answering(200, "CampaignOutcome", CAMPAIGN_ANSWER)
                        .failing(422, "It would take too long, or answer too much."));
    }
}
