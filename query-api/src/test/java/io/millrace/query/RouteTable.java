package io.millrace.query;

import io.millrace.query.access.AccessRoutes;
import io.millrace.query.backtest.BacktestRoutes;
import io.millrace.query.campaign.CampaignRoutes;
import io.millrace.query.contact.ContactRoutes;
import io.millrace.query.count.CountRoutes;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.http.StreamHandler;
import io.millrace.query.live.LiveRoutes;
import io.millrace.query.message.MessageRoutes;
import io.millrace.query.overview.OverviewRoutes;
import io.millrace.query.people.PeopleRoutes;
import io.millrace.query.saved.SavedRoutes;
import io.millrace.query.segment.SegmentRoutes;
import io.millrace.query.simulate.SimulateRoutes;
import io.millrace.query.template.TemplateRoutes;
import io.millrace.query.webhook.WebhookRoutes;
import java.util.ArrayList;
import java.util.List;

/** The whole table of routes, every one answered by the same handler, for tests that go through all of them. */
final class RouteTable {

    private RouteTable() {}

    static List<Route> answeredBy(RouteHandler handler) {
        List<Route> areas = new ArrayList<>();
        StreamHandler noStream = call -> stream -> stream.end(new byte[0]);
        areas.addAll(AccessRoutes.all(new AccessRoutes.Handlers(handler, handler, handler, handler, handler)));
        areas.addAll(ContactRoutes.all(new ContactRoutes.Handlers(
                handler, handler, handler, handler, handler, handler, handler, handler, handler, handler, handler,
                handler)));
        areas.addAll(CountRoutes.all(handler));
        areas.addAll(LiveRoutes.all(noStream));
        areas.addAll(SavedRoutes.answeredBy(handler));
        areas.addAll(OverviewRoutes.all(new OverviewRoutes.Handlers(handler, handler, handler, handler)));
        areas.addAll(SimulateRoutes.all(handler, handler, 1_000_000));
        areas.addAll(SegmentRoutes.all(new SegmentRoutes.Handlers(
                handler, handler, handler, handler, handler, handler, handler, handler, handler, handler, handler,
                handler, handler, handler, handler, noStream, noStream)));
        areas.addAll(CampaignRoutes.answeredBy(handler));
        areas.addAll(BacktestRoutes.answeredBy(handler));
        areas.addAll(TemplateRoutes.answeredBy(handler));
        areas.addAll(MessageRoutes.answeredBy(handler));
        areas.addAll(WebhookRoutes.all(new WebhookRoutes.Handlers(
                handler, handler, handler, handler, handler, handler, handler, handler, handler)));
        areas.addAll(PeopleRoutes.all(handler));
        return Routes.all(
                new Routes.Handlers(
                        handler, handler, handler, handler, handler, handler, handler, handler, handler, handler,
                        handler, handler, handler),
                areas);
    }
}
