package io.millrace.query.segment;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Workspace;
import io.millrace.query.audience.AudienceStore;
import io.millrace.query.campaign.CampaignUses;
import io.millrace.query.change.ChangeLogHandler;
import io.millrace.query.change.ChangeStreams;
import io.millrace.query.contact.ContactCards;
import io.millrace.query.contact.ContactRoots;
import io.millrace.query.contact.ContactStore;
import io.millrace.query.explain.Explanations;
import io.millrace.query.http.Route;
import io.millrace.query.write.ContactWrites;
import io.millrace.query.write.CreatedOnce;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.definition.SettingsStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Everything about segments over HTTP, put together. */
public final class SegmentArea implements AutoCloseable {

    private final ChangeStreams streams;
    private final List<Route> routes;
    private final KeptContacts keptContacts;
    private final SegmentAudience audience;

    /**
     * @param client is not closed here
     * @param bounds the settings that bound each statement in time and memory
     * @param writes is not closed here
     * @param kafka the bootstrap address
     * @param settling how long a write waits for its segment to be judged
     */
    public SegmentArea(
            Definitions definitions,
            ClickHouseClient client,
            Map<String, String> bounds,
            ContactWrites writes,
            String kafka,
            Duration settling) {
        Segments segments = new Segments(definitions);
        SegmentEditor editor = new SegmentEditor(segments, new CampaignUses(definitions));
        RulesReader rules = new RulesReader();
        this.audience =
                new SegmentAudience(new AudienceStore(client, bounds), segments, new SettingsStore(definitions), rules);
        MemberCounts members = new MemberCounts(client, bounds);
        ContactCards cards = new ContactCards(client, bounds);
        ContactStore contacts = new ContactStore(client, bounds);
        Settling settles = new Settling(segments, new RulesJudged(client, bounds), settling);
        this.streams = new ChangeStreams(kafka, contacts);

        CreatedOnce createdOnce = new CreatedOnce(definitions, "POST /v1/segments", Ids::segment);
        ContactRoots roots = new ContactRoots(client, bounds);
        SegmentsHandler crud = new SegmentsHandler(
                segments,
                editor,
                new SegmentParser(rules),
                createdOnce,
                settles,
                new ContactCounts(members, audience),
                new RetentionWarnings(new SettingsStore(definitions), rules));
        this.keptContacts = new KeptContacts(
                editor,
                new CreatedOnce(definitions, "POST /v1/analytics/people", Ids::segment),
                roots,
                writes,
                members,
                rules,
                crud);
        MembersHandler memberList =
                new MembersHandler(editor, settles, new MemberPages(client, bounds), audience, cards);
        HandKeptHandler handKept = new HandKeptHandler(editor, roots, writes, members);
        EstimateHandler estimates =
                new EstimateHandler(editor, rules, audience, new CountHistory(client, bounds, audience), cards);
        SegmentChanges changes = new SegmentChanges(editor, new ChangeLogHandler(client, bounds, contacts), streams);
        this.routes = SegmentRoutes.all(new SegmentRoutes.Handlers(
                crud::create,
                crud::list,
                crud::show,
                crud::edit,
                crud::delete,
                memberList::answer,
                handKept::add,
                handKept::remove,
                handKept::removeOne,
                estimates::ofRules,
                estimates::ofSegment,
                changes::log,
                changes::logOfSegment,
                new RuleSchemaHandler(),
                new ExplainHandler(editor, audience, new Explanations(client, bounds)),
                changes::stream,
                changes::streamOfSegment));
    }

    public List<Route> routes() {
        return routes;
    }

    /** All segments of a workspace as the engine judges them. */
    public AudienceRules rules(Workspace workspace) {
        return audience.rules(workspace);
    }

    /** For lists of contacts that are to be kept as a segment. */
    public KeptContacts keptContacts() {
        return keptContacts;
    }

    /** Ends the open streams of changes. */
    @Override
    public void close() {
        streams.close();
    }
}
