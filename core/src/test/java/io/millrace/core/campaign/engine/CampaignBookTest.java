package io.millrace.core.campaign.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.audience.LeafKey;
import io.millrace.core.audience.RuleChange;
import io.millrace.core.rule.RuleLimits;
import io.millrace.core.rule.RuleParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Definitions in, campaigns and words out: what is in force, what waits, and what begins when. */
class CampaignBookTest {

    private static final RuleParser PARSER = new RuleParser(RuleLimits.DEFAULT);
    private static final String ORDERS = "{'field':'events.order','op':'count_gte','value':1}";
    private static final String SEND = "{'id':'s','type':'send','channel':'onsite','content':'x'}";
    private static final String ON_SIGNUP = "{'id':'t','type':'trigger','on':'event','event':'signup'}";
    private static final String ON_SIGNUP_OF_BUYERS =
            "{'id':'t','type':'trigger','on':'event','event':'signup','rules':" + ORDERS + "}";
    private static final String DAILY =
            "{'id':'t','type':'trigger','on':'scheduled','at':'2026-03-28T09:00','every':'day','segment':'all'}";

    private CampaignBook book = new CampaignBook(PARSER);
    private final List<RuleChange> applied = new ArrayList<>();
    private long version;

    @Test
    void aCampaignIsInForceFromTheRecordThatNamesItsVersion() {
        assertThat(version("c", 1, 100, ON_SIGNUP)).isInstanceOf(BookUpdate.None.class);
        assertThat(campaign("c", 1, 110, "draft", 0)).isInstanceOf(BookUpdate.None.class);
        BookUpdate.Changed active = changed(campaign("c", 1, 120, "active", 1));

        assertThat(active.campaignsChanged()).isTrue();
        assertThat(active.rejudge()).isFalse();
        assertThat(active.words()).isEmpty();
        assertThat(active.campaigns().effectiveFrom()).isEqualTo(120);
        CampaignInForce found = Objects.requireNonNull(active.campaigns().get("c"));
        assertThat(found.status()).isEqualTo(CampaignStatus.ACTIVE);
        assertThat(found.name()).isEqualTo("Name of c");
        assertThat(found.version()).isEqualTo(1);
    }

    @Test
    void whoIsInARunMustBeToldOfItsResumptionAndItsEndAndFindsOutAboutAPause() {
        version("c", 1, 100, ON_SIGNUP);
        campaign("c", 1, 100, "active", 1);
        long epoch = book.rules("ws").epoch();

        assertThat(changed(campaign("c", 1, 200, "paused", 1)).rejudge()).isFalse();
        assertThat(book.rules("ws").epoch()).isEqualTo(epoch);
        assertThat(changed(campaign("c", 1, 300, "active", 1)).rejudge()).isTrue();
        assertThat(book.rules("ws").epoch()).isEqualTo(epoch + 1);
        assertThat(changed(campaign("c", 1, 400, "completed", 1)).rejudge()).isTrue();
        assertThat(status("c")).isEqualTo(CampaignStatus.COMPLETED);
    }

    @Test
    void anEditAddsAVersionAndTouchesNobody() {
        version("c", 1, 100, ON_SIGNUP);
        campaign("c", 1, 100, "active", 1);
        version("c", 2, 200, "{'id':'t','type':'trigger','on':'event','event':'other'}");
        BookUpdate.Changed edited = changed(campaign("c", 2, 200, "active", 1));

        assertThat(edited.rejudge()).isFalse();
        assertThat(Objects.requireNonNull(edited.campaigns().get("c"))
                        .versions()
                        .keySet())
                .containsExactly(1L, 2L);
    }

    @Test
    void aVersionWaitsForThePastOfItsConditionsWhichCountFromItsOwnRecordOn() {
        version("c", 1, 100, ON_SIGNUP);
        campaign("c", 1, 100, "active", 1);
        version("c", 2, 200, ON_SIGNUP_OF_BUYERS);
        long definition = version;
        campaign("c", 2, 250, "active", 1);

        assertThat(Objects.requireNonNull(book.campaigns("ws").get("c")).version())
                .isEqualTo(1);
        assertThat(book.rules("ws").liveFrom()).isEqualTo(Map.of(orders(), 200L));
        backfilled("c#2", 300, definition - 1);
        assertThat(Objects.requireNonNull(book.campaigns("ws").get("c")).version())
                .isEqualTo(1);
        backfilled("c#2", 310, definition);
        assertThat(Objects.requireNonNull(book.campaigns("ws").get("c")).version())
                .isEqualTo(2);
        assertThat(book.rules("ws").liveFrom()).isEqualTo(Map.of(orders(), 200L));
        assertThat(book.rules("ws").watched()).hasSize(1);
    }

    @Test
    void aLaunchThatWaitsForThePastTellsItsWordsWhenThatIsThere() {
        version("c", 1, 100, ON_SIGNUP_OF_BUYERS);
        long definition = version;
        apply(change(RuleChange.Kind.CAMPAIGN, "c", 110, campaignText("c", 1, "active", 1, true, "")));

        BookUpdate.Changed done = changed(backfilled("c#1", 300, definition));

        assertThat(done.words()).containsExactly(new CampaignWord.EnrollMembers("c"));
        assertThat(done.rejudge()).isTrue();
    }

    @Test
    void whatADraftAskedForBeforeItsNextEditIsForgotten() {
        version("c", 1, 100, ON_SIGNUP_OF_BUYERS);
        campaign("c", 1, 100, "draft", 0);
        assertThat(book.rules("ws").liveFrom()).isEqualTo(Map.of(orders(), 100L));
        version("c", 2, 200, ON_SIGNUP);
        campaign("c", 2, 210, "draft", 0);
        assertThat(book.rules("ws").liveFrom()).isEmpty();
    }

    @Test
    void aLaunchIsToldOnceHoweverOftenItsNumberIsSeen() {
        version("c", 1, 100, ON_SIGNUP);
        String launch = campaignText("c", 1, "active", 1, true, "'t'");

        assertThat(changed(apply(change(RuleChange.Kind.CAMPAIGN, "c", 110, launch)))
                        .words())
                .containsExactly(new CampaignWord.EnrollMembers("c"), new CampaignWord.ScheduleDue("c", "t"));
        assertThat(apply(change(RuleChange.Kind.CAMPAIGN, "c", 120, launch))).isInstanceOf(BookUpdate.None.class);
    }

    @Test
    void schedulesComeByThemselvesInTheWorkspacesZoneAndRestWhileTheCampaignIsPaused() {
        apply(change(RuleChange.Kind.SETTINGS, "settings", 10, "{'timezone':'Europe/Berlin'}"));
        version("c", 1, at("2026-03-01T00:00:00Z"), DAILY);
        campaign("c", 1, at("2026-03-01T00:00:00Z"), "active", 1);

        RuleChange first = nextDue();
        assertThat(Instant.ofEpochMilli(first.atMillis())).isEqualTo("2026-03-28T08:00:00Z");
        assertThat(changed(apply(first)).words()).containsExactly(new CampaignWord.ScheduleDue("c", "t"));
        assertThat(apply(first)).isInstanceOf(BookUpdate.None.class);
        // Clocks are set forward in the night.
        assertThat(Instant.ofEpochMilli(nextDue().atMillis())).isEqualTo("2026-03-29T07:00:00Z");
        campaign("c", 1, at("2026-03-28T12:00:00Z"), "paused", 1);
        assertThat(book.nextDue()).isNull();
        campaign("c", 1, at("2026-03-30T12:00:00Z"), "active", 1);
        assertThat(Instant.ofEpochMilli(nextDue().atMillis())).isEqualTo("2026-03-31T07:00:00Z");
    }

    @Test
    void aLocalTimeThatLiesBehindInANewZoneHasPassed() {
        version("c", 1, at("2026-03-01T00:00:00Z"), DAILY);
        campaign("c", 1, at("2026-03-01T00:00:00Z"), "active", 1);
        // Nine in Berlin was half an hour ago; nine in UTC is not yet.
        apply(change(RuleChange.Kind.SETTINGS, "settings", at("2026-03-28T08:30:00Z"), "{'timezone':'Europe/Berlin'}"));
        assertThat(Instant.ofEpochMilli(nextDue().atMillis())).isEqualTo("2026-03-29T07:00:00Z");
    }

    @Test
    void theDeletionOfADraftLeavesNothingAndThatOfALiveCampaignEndsIt() {
        version("c", 1, 100, ON_SIGNUP_OF_BUYERS);
        campaign("c", 1, 100, "draft", 0);
        apply(change(RuleChange.Kind.CAMPAIGN, "c", 200, null));
        assertThat(book.rules("ws").liveFrom()).isEmpty();

        version("d", 1, 300, ON_SIGNUP);
        campaign("d", 1, 300, "active", 1);
        assertThat(changed(apply(change(RuleChange.Kind.CAMPAIGN, "d", 400, null)))
                        .rejudge())
                .isTrue();
        assertThat(status("d")).isEqualTo(CampaignStatus.COMPLETED);
    }

    @Test
    void whatIsDamagedChangesNothing() {
        version("c", 1, 100, ON_SIGNUP);
        campaign("c", 1, 100, "active", 1);
        Campaigns before = book.campaigns("ws");

        assertThat(apply(change(RuleChange.Kind.CAMPAIGN, "c", 200, "{'id':"))).isInstanceOf(BookUpdate.Damaged.class);
        assertThat(apply(change(RuleChange.Kind.CAMPAIGN_VERSION, "c#2", 200, "{'campaign':'c','number':2}")))
                .isInstanceOf(BookUpdate.Damaged.class);
        assertThat(apply(change(RuleChange.Kind.CAMPAIGN_VERSION, "no number", 200, null)))
                .isInstanceOf(BookUpdate.Damaged.class);
        // A graph without a trigger is enough for a draft alone.
        version("d", 1, 200, SEND.replace("'s'", "'u'"));
        assertThat(campaign("d", 1, 200, "active", 1)).isInstanceOf(BookUpdate.Damaged.class);
        assertThat(book.campaigns("ws")).isEqualTo(before);
    }

    @Test
    void aBookThatIsWrittenAndReadAtAnyPointGoesOnAlike() {
        apply(change(RuleChange.Kind.SETTINGS, "settings", 10, "{'timezone':'Europe/Berlin'}"));
        version("c", 1, 100, ON_SIGNUP_OF_BUYERS);
        long definition = version;
        apply(change(RuleChange.Kind.CAMPAIGN, "c", 110, campaignText("c", 1, "active", 1, true, "")));
        backfilled("c#1", 200, definition);
        version("d", 1, 300, DAILY);
        campaign("d", 1, 300, "active", 1);
        apply(nextDue());
        campaign("c", 1, at("2026-03-28T10:00:00Z"), "paused", 1);
        campaign("c", 1, at("2026-03-28T11:00:00Z"), "active", 2);

        for (int cut = 0; cut <= applied.size(); cut++) {
            CampaignBook first = new CampaignBook(PARSER);
            applied.subList(0, cut).forEach(first::apply);
            String written = first.write();
            CampaignBook second = CampaignBook.read(written, PARSER);
            assertThat(second.write()).isEqualTo(written);
            assertThat(second.nextDue()).isEqualTo(first.nextDue());
            for (RuleChange change : applied.subList(cut, applied.size())) {
                assertThat(second.apply(change)).isEqualTo(first.apply(change));
            }
            assertThat(second.rules("ws")).isEqualTo(book.rules("ws"));
            assertThat(second.campaigns("ws")).isEqualTo(book.campaigns("ws"));
        }
    }

    @Test
    void whatIsReadNoLongerIsLeftOutAndNamed() {
        version("c", 1, 100, ON_SIGNUP);
        campaign("c", 1, 100, "active", 1);
        version("d", 1, 100, "{'id':'t','type':'trigger','on':'event','event':'odd'}");
        campaign("d", 1, 100, "active", 1);
        long epoch = book.campaigns("ws").epoch();

        CampaignBook read = CampaignBook.read(
                book.write().replace("\"event\":\"odd\"", "\"event\":\"odd\",\"moon\":\"full\""), PARSER);

        assertThat(read.unreadable()).singleElement().asString().startsWith("ws/d: d#1");
        assertThat(read.campaigns("ws").byId().keySet()).containsExactly("c");
        // Whoever is in it is told.
        assertThat(read.campaigns("ws").epoch()).isEqualTo(epoch + 1);
    }

    @Test
    void aRuleBookFromBeforeCampaignsIsRead() {
        String text = ("{'format':1,'version':7,'workspaces':{'ws':{'epoch':4,'workspace_zone':'Europe/Berlin',"
                        + "'opt_out':['news'],'segments':{},'leaves':{}}}}")
                .replace('\'', '"');

        CampaignBook read = CampaignBook.read(text, PARSER);

        assertThat(read.version()).isEqualTo(7);
        assertThat(read.rules("ws").epoch()).isEqualTo(4);
        assertThat(read.campaigns("ws").byId()).isEmpty();
        assertThat(read.nextDue()).isNull();
    }

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    private static LeafKey orders() {
        return CampaignBookTest.leaf(ORDERS);
    }

    private static LeafKey leaf(String rule) {
        if (PARSER.parse(TestCampaigns.json(rule), "") instanceof RuleParser.Parsed.Valid valid) {
            return LeafKey.of(valid.rule());
        }
        throw new IllegalArgumentException(rule);
    }

    private CampaignStatus status(String campaign) {
        return Objects.requireNonNull(book.campaigns("ws").get(campaign)).status();
    }

    private RuleChange nextDue() {
        return Objects.requireNonNull(book.nextDue());
    }

    private BookUpdate version(String campaign, long number, long at, String trigger) {
        String nodes = trigger.contains("'trigger'") ? trigger + "," + SEND : trigger;
        String edges = trigger.contains("'trigger'") ? "{'from':'t','to':'s'}" : "";
        return apply(change(
                RuleChange.Kind.CAMPAIGN_VERSION,
                campaign + "#" + number,
                at,
                "{'campaign':'%s','number':%d,'created_at':'2026-03-02T12:00:00Z','nodes':[%s],'edges':[%s]}"
                        .formatted(campaign, number, nodes, edges)));
    }

    private BookUpdate campaign(String id, long number, long at, String status, long activation) {
        return apply(change(RuleChange.Kind.CAMPAIGN, id, at, campaignText(id, number, status, activation, false, "")));
    }

    private static String campaignText(
            String id, long number, String status, long activation, boolean enrolls, String fires) {
        return ("{'id':'%s','name':'Name of %s','status':'%s','version':%d,'activation':%d,'enroll_existing':%s,'fires':[%s],"
                        + "'created_at':'2026-03-02T12:00:00Z','updated_at':'2026-03-02T12:00:00Z'}")
                .formatted(id, id, status, number, activation, enrolls, fires);
    }

    private BookUpdate backfilled(String id, long at, long definition) {
        return apply(change(
                RuleChange.Kind.BACKFILL, id, at, "{'version':%d,'state':'done','progress':1}".formatted(definition)));
    }

    private RuleChange change(RuleChange.Kind kind, String id, long at, @Nullable String body) {
        return new RuleChange(kind, "ws", id, ++version, at, body == null ? null : body.replace('\'', '"'));
    }

    private BookUpdate apply(RuleChange change) {
        applied.add(change);
        return book.apply(change);
    }

    private static BookUpdate.Changed changed(BookUpdate update) {
        assertThat(update).isInstanceOf(BookUpdate.Changed.class);
        return (BookUpdate.Changed) update;
    }
}
