package io.millrace.core.audience;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.rule.RuleLimits;
import io.millrace.core.rule.RuleParser;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Definitions in, rules out: what is in force, what is prepared, and since when conditions count. */
class RuleBookTest {

    private static final RuleParser PARSER = new RuleParser(RuleLimits.DEFAULT);
    private static final String LOGINS = "{'field':'events.login','op':'count_gte','value':3,'window':'7d'}";
    private static final String ORDERS = "{'field':'events.order','op':'count_gte','value':1}";
    private static final String PRO = "{'field':'traits.plan','op':'eq','value':'pro'}";

    private RuleBook book = new RuleBook(PARSER);
    private long version;

    @Test
    void aSegmentWithoutConditionsOverEventsIsInForceAtOnce() {
        RuleUpdate.Changed changed = changed(segment("pro", 100, PRO));

        assertThat(changed.rejudge()).isTrue();
        assertThat(ids(changed.rules().active())).containsExactly("pro@1");
        assertThat(changed.rules().active().get(0).activeFrom()).isEqualTo(100);
        assertThat(changed.rules().liveFrom()).isEmpty();
        assertThat(changed.rules().epoch()).isEqualTo(1);
    }

    @Test
    void aNewConditionOverEventsCountsFromItsInstantAndIsInForceOnceItHasItsPast() {
        RuleUpdate.Changed prepared = changed(segment("active", 100, LOGINS));
        assertThat(prepared.rejudge()).isFalse();
        assertThat(prepared.rules().active()).isEmpty();
        assertThat(ids(prepared.rules().preparing())).containsExactly("active@1");
        assertThat(prepared.rules().liveFrom()).isEqualTo(Map.of(leaf(LOGINS), 100L));

        RuleUpdate.Changed done = changed(backfill("active", 200, 1, "done"));

        assertThat(done.rejudge()).isTrue();
        assertThat(ids(done.rules().active())).containsExactly("active@1");
        assertThat(done.rules().active().get(0).activeFrom()).isEqualTo(200);
        assertThat(done.rules().preparing()).isEmpty();
        assertThat(done.rules().liveFrom()).isEqualTo(Map.of(leaf(LOGINS), 100L));
    }

    @Test
    void rulesThatAreReadNoLongerAreLeftOutAndNamedAndHarmNoOther() {
        live("active", 100, LOGINS);
        apply(segment("pro", 200, PRO));
        String written = book.write().replace("\"op\":\"eq\"", "\"op\":\"sounds_like\"");

        RuleBook read = RuleBook.read(written, PARSER);

        assertThat(ids(read.rules("ws").active())).containsExactly("active@1");
        assertThat(read.unreadable()).singleElement().asString().startsWith("ws/pro: /rules");
        assertThat(RuleBook.read(book.write(), PARSER).unreadable()).isEmpty();
    }

    @Test
    void theOldVersionStaysInForceWhileTheNewOneWaits() {
        live("active", 100, LOGINS);
        RuleUpdate.Changed edited = changed(segment("active", 300, ORDERS));

        assertThat(edited.rejudge()).isFalse();
        assertThat(ids(edited.rules().active())).containsExactly("active@1");
        assertThat(ids(edited.rules().preparing())).containsExactly("active@3");
        assertThat(edited.rules().liveFrom()).isEqualTo(Map.of(leaf(LOGINS), 100L, leaf(ORDERS), 300L));

        AudienceRules done = changed(backfill("active", 400, 3, "done")).rules();
        assertThat(ids(done.active())).containsExactly("active@3");
        assertThat(done.liveFrom()).isEqualTo(Map.of(leaf(ORDERS), 300L));
    }

    @Test
    void aConditionThatHasItsPastNeedsNoOther() {
        live("active", 100, LOGINS);

        AudienceRules both = changed(segment("twin", 300, LOGINS)).rules();

        assertThat(ids(both.active())).containsExactly("active@1", "twin@3");
        assertThat(both.liveFrom()).isEqualTo(Map.of(leaf(LOGINS), 100L));
    }

    @Test
    void aConditionThatIsOnlyPreparedHasNoPastToShare() {
        apply(segment("one", 100, LOGINS));
        AudienceRules rules = changed(segment("two", 150, LOGINS)).rules();
        assertThat(rules.active()).isEmpty();
        assertThat(rules.liveFrom()).isEqualTo(Map.of(leaf(LOGINS), 100L));
    }

    @Test
    void theEndOfAnOlderVersionsBackfillMeansNothing() {
        apply(segment("active", 100, LOGINS));
        apply(segment("active", 150, ORDERS));

        assertThat(apply(backfill("active", 200, 1, "done"))).isEqualTo(new RuleUpdate.None());
        assertThat(apply(backfill("active", 210, 2, "running"))).isEqualTo(new RuleUpdate.None());
    }

    @Test
    void aConditionThatComesBackBeginsAnew() {
        live("active", 100, LOGINS);
        RuleUpdate.Changed deleted = changed(change(RuleChange.Kind.SEGMENT, "active", 300, null));
        assertThat(deleted.rejudge()).isTrue();
        assertThat(deleted.rules().liveFrom()).isEmpty();

        AudienceRules again = changed(segment("active", 500, LOGINS)).rules();
        assertThat(again.active()).isEmpty();
        assertThat(again.liveFrom()).isEqualTo(Map.of(leaf(LOGINS), 500L));
    }

    @Test
    void givingUpAPreparedVersionMakesEverybodyForgetItsConditions() {
        live("active", 100, LOGINS);
        apply(segment("active", 300, ORDERS));

        assertThat(changed(segment("active", 400, LOGINS)).rejudge()).isTrue();
    }

    @Test
    void anotherNameIsNoReasonToJudgeAnybody() {
        live("active", 100, LOGINS);
        long epoch = book.rules("ws").epoch();

        RuleUpdate.Changed renamed = changed(segment("active", 300, LOGINS));

        assertThat(renamed.rejudge()).isFalse();
        assertThat(renamed.rules().epoch()).isEqualTo(epoch);
        assertThat(ids(renamed.rules().active())).containsExactly("active@3");
    }

    @Test
    void settingsWinOverTheWorkspacesOwnZone() {
        apply(new RuleChange(
                RuleChange.Kind.WORKSPACE,
                "",
                "slug",
                ++version,
                10,
                "{\"id\":\"ws\",\"timezone\":\"Europe/Berlin\"}"));
        assertThat(book.rules("ws").zone()).isEqualTo(ZoneId.of("Europe/Berlin"));

        apply(change(
                RuleChange.Kind.SETTINGS,
                "settings",
                20,
                "{'timezone':'Asia/Tokyo','subscription_groups':{'news':{'default':'subscribed'},"
                        + "'ads':{'default':'unsubscribed'}}}"));

        assertThat(book.rules("ws").zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(book.rules("ws").optOutGroups()).isEqualTo(Set.of("news"));
        assertThat(book.rules("other")).isEqualTo(RuleBook.NO_RULES);
    }

    @Test
    void whatIsDamagedOrOldChangesNothing() {
        live("active", 100, LOGINS);
        AudienceRules before = book.rules("ws");

        assertThat(apply(change(RuleChange.Kind.SEGMENT, "active", 300, "{'id':")))
                .isInstanceOf(RuleUpdate.Damaged.class);
        assertThat(apply(segment("active", 300, "{'operator':'XOR','conditions':[]}")))
                .isInstanceOf(RuleUpdate.Damaged.class);
        assertThat(apply(change(RuleChange.Kind.SETTINGS, "settings", 300, "{'timezone':'Mars/Base'}")))
                .isInstanceOf(RuleUpdate.Damaged.class);
        version = 0;
        assertThat(apply(segment("active", 400, PRO))).isEqualTo(new RuleUpdate.None());
        assertThat(book.rules("ws")).isEqualTo(before);
    }

    @Test
    void aBookThatWasWrittenGoesOnAsIfNothingHadHappened() {
        live("active", 100, LOGINS);
        apply(segment("orders", 200, ORDERS));
        apply(segment("active", 300, ORDERS));
        apply(change(
                RuleChange.Kind.SEGMENT,
                "hand",
                310,
                "{'id':'hand','name':'hand','type':'static','created_at':'2026-03-02T12:00:00Z',"
                        + "'updated_at':'2026-03-02T12:00:00Z'}"));
        RuleBook copy = RuleBook.read(book.write(), PARSER);
        assertThat(copy.write()).isEqualTo(book.write());
        assertThat(copy.rules("ws")).isEqualTo(book.rules("ws"));

        RuleChange next = backfill("orders", 400, 3, "done");
        RuleUpdate expected = book.apply(next);

        assertThat(expected).isInstanceOf(RuleUpdate.Changed.class);
        assertThat(copy.apply(next)).isEqualTo(expected);
    }

    /** What stands in checkpoints must stay readable. */
    @Test
    void theTextOfFormatOneIsRead() {
        String text = ("{'format':1,'version':7,'workspaces':{'ws':{'epoch':4,'workspace_zone':'Europe/Berlin',"
                        + "'opt_out':['news'],'segments':{'active':{'active_from':200,'active':{'version':1,'rules':"
                        + LOGINS
                        + "},'preparing':{'version':6}}},'leaves':{'"
                        + Long.toHexString(leaf(LOGINS).hash())
                        + "':{'live_from':100,'seeded':true}}}}}")
                .replace('\'', '"');

        RuleBook read = RuleBook.read(text, PARSER);

        assertThat(read.version()).isEqualTo(7);
        AudienceRules rules = read.rules("ws");
        assertThat(rules.epoch()).isEqualTo(4);
        assertThat(rules.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(ids(rules.active())).containsExactly("active@1");
        assertThat(ids(rules.preparing())).containsExactly("active@6");
        assertThat(rules.liveFrom()).isEqualTo(Map.of(leaf(LOGINS), 100L));
        assertThat(read.write()).isEqualTo(text);
    }

    private void live(String id, long at, String rule) {
        apply(segment(id, at, rule));
        apply(backfill(id, at, version, "done"));
    }

    private RuleUpdate apply(RuleChange change) {
        return book.apply(change);
    }

    private RuleUpdate.Changed changed(RuleChange change) {
        RuleUpdate update = apply(change);
        assertThat(update).isInstanceOf(RuleUpdate.Changed.class);
        return (RuleUpdate.Changed) update;
    }

    private RuleChange segment(String id, long at, String rule) {
        return change(
                RuleChange.Kind.SEGMENT,
                id,
                at,
                "{'id':'%s','name':'%s','type':'dynamic','rules':%s,".formatted(id, id, rule)
                        + "'created_at':'2026-03-02T12:00:00Z','updated_at':'2026-03-02T12:00:00Z'}");
    }

    private RuleChange backfill(String id, long at, long of, String state) {
        return change(
                RuleChange.Kind.BACKFILL, id, at, "{'version':%d,'state':'%s','progress':1}".formatted(of, state));
    }

    private RuleChange change(RuleChange.Kind kind, String id, long at, @Nullable String body) {
        return new RuleChange(kind, "ws", id, ++version, at, body == null ? null : body.replace('\'', '"'));
    }

    private static LeafKey leaf(String rule) {
        return LeafKey.of(TestRules.parse(rule));
    }

    private static List<String> ids(List<SegmentRule> rules) {
        return rules.stream().map(rule -> rule.id() + "@" + rule.version()).toList();
    }
}
