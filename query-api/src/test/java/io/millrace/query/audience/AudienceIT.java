package io.millrace.query.audience;

import static io.millrace.query.audience.Conditions.ALL_TIME;
import static io.millrace.query.audience.Conditions.aggregate;
import static io.millrace.query.audience.Conditions.all;
import static io.millrace.query.audience.Conditions.count;
import static io.millrace.query.audience.Conditions.events;
import static io.millrace.query.audience.Conditions.is;
import static io.millrace.query.audience.Conditions.json;
import static io.millrace.query.audience.Conditions.not;
import static io.millrace.query.audience.Conditions.property;
import static io.millrace.query.audience.Conditions.sequence;
import static io.millrace.query.audience.Conditions.sliding;
import static io.millrace.query.audience.Conditions.text;
import static io.millrace.query.audience.Conditions.trait;
import static io.millrace.query.audience.StoredAudience.anonymous;
import static io.millrace.query.audience.StoredAudience.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.rule.Buckets;
import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.EventTest;
import io.millrace.core.rule.EventTest.Aggregate.Function;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.TimeScope;
import io.millrace.core.rule.ValueTest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every form of a rule at the instants at which its answer changes, worked out by hand. */
class AudienceIT {

    private static final long NOON = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    private final StoredAudience audience = new StoredAudience(ZoneOffset.UTC);

    @Test
    void emptyAndIsEveryoneWhoHasBeenSeenAndIsThere() {
        audience.contact("ann")
                .contact(user("bob"), 0, NOON, false)
                .contact(user("gone"), 0, 0, false)
                .contact(user("gone"), 0, 0, true);

        assertThat(audience.members(all(), NOON)).containsExactly("ann", "bob");
        assertThat(audience.members(all(), NOON - 1)).containsExactly("ann");
        assertThat(audience.members(new Rule.Or(List.of()), NOON)).isEmpty();
        assertThat(audience.members(not(all()), NOON)).isEmpty();
    }

    @Test
    void whoeverDidSomethingEarlierThanWhatArrivedFirstWasThereThen() {
        audience.contact(user("ann"), 0, NOON + DAY, false).contact(user("bob"), 0, NOON + DAY, false);
        audience.event("ann", "login", NOON + DAY).event("bob", "login", NOON + DAY);
        audience.event(user("ann"), "login", NOON, NOON + 2 * DAY, Map.of());
        audience.write(user("bob"), "trait", "plan", "1", NOON + HOUR, NOON + 2 * DAY, 7);

        assertThat(audience.members(all(), NOON - 1)).isEmpty();
        assertThat(audience.members(all(), NOON)).containsExactly("ann");
        assertThat(audience.members(all(), NOON + HOUR)).containsExactly("ann", "bob");
        assertThat(audience.members(all(), new AsOf(NOON + HOUR, OptionalLong.of(NOON + 2 * DAY - 1))))
                .isEmpty();
    }

    @Test
    void windowEndsWhenTheOldestOfTheNewestEventsIsAsOldAsIt() {
        audience.contact("ann").contact("bob").contact("never");
        audience.event("ann", "login", NOON).event("ann", "login", NOON + 1).event("ann", "login", NOON + 1);
        audience.event("bob", "login", NOON);
        Rule three = count("login", Comparison.GTE, 3, sliding(7 * DAY));
        Rule atMostTwo = count("login", Comparison.LTE, 2, sliding(7 * DAY));
        Rule one = count("login", Comparison.EQ, 1, sliding(7 * DAY));

        assertThat(audience.members(three, NOON)).isEmpty();
        assertThat(audience.members(three, NOON + 1)).containsExactly("ann");
        assertThat(audience.members(three, NOON + 7 * DAY - 1)).containsExactly("ann");
        assertThat(audience.members(three, NOON + 7 * DAY)).isEmpty();
        assertThat(audience.members(atMostTwo, NOON + 7 * DAY - 1)).containsExactly("bob", "never");
        assertThat(audience.members(atMostTwo, NOON + 7 * DAY)).containsExactly("ann", "bob", "never");
        assertThat(audience.members(one, NOON)).containsExactly("ann", "bob");
        assertThat(audience.members(one, NOON + 1)).containsExactly("bob");
        assertThat(audience.members(one, NOON + 7 * DAY)).isEmpty();
        assertThat(audience.members(count("login", Comparison.LT, 0, ALL_TIME), NOON))
                .isEmpty();
        assertThat(audience.members(count("login", Comparison.GTE, 0, ALL_TIME), NOON))
                .containsExactly("ann", "bob", "never");
    }

    @Test
    void sinceCountsAndUntilDoesNot() {
        audience.contact("ann").event("ann", "a", NOON).event("ann", "a", NOON + HOUR);
        assertThat(audience.members(count("a", Comparison.EQ, 1, new TimeScope.Between(NOON, NOON + HOUR)), NOON + DAY))
                .containsExactly("ann");
        assertThat(audience.members(count("a", Comparison.EQ, 2, new TimeScope.Between(NOON, null)), NOON + DAY))
                .containsExactly("ann");
        assertThat(audience.members(count("a", Comparison.EQ, 1, new TimeScope.Between(null, NOON + 1)), NOON + DAY))
                .containsExactly("ann");
    }

    @Test
    void todayIsTheContactsOwnDay() {
        // 2026-03-29: the day has 23 hours in Berlin and began at 23:00 UTC; in New York it began at 04:00 UTC.
        long start = Instant.parse("2026-03-28T23:00:00Z").toEpochMilli();
        long at = Instant.parse("2026-03-29T21:59:59.999Z").toEpochMilli();
        StoredAudience berlin = new StoredAudience(ZoneId.of("Europe/Berlin"));
        berlin.contact("here").contact("early").contact("new york").contact("no zone");
        berlin.trait("new york", "timezone", "\"America/New_York\"", 1)
                .trait("no zone", "timezone", "\"Mars/Olympus\"", 1);
        berlin.event("here", "a", start).event("early", "a", start - 1);
        berlin.event("new york", "a", start + 5 * HOUR - 1).event("no zone", "a", start);
        Rule today = count("a", Comparison.GTE, 1, new TimeScope.Today());

        assertThat(berlin.members(today, at)).containsExactly("here", "no zone");
        assertThat(berlin.members(today, at + 1)).isEmpty();
        assertThat(berlin.members(today, start + 5 * HOUR - 1)).containsExactly("here", "new york", "no zone");
        berlin.close();
    }

    @Test
    void namesPrefixesAndAnyEvent() {
        audience.contact("ann").contact("bob");
        audience.event("ann", "video_play", NOON)
                .event("ann", "video_stop", NOON)
                .event("ann", "message_sent", NOON);
        audience.event(user("bob"), "page", "page", NOON, NOON, 0, 1, Map.of());
        audience.event(user("bob"), "identify", "", NOON, NOON, 0, 2, Map.of());

        assertThat(audience.members(count("video_*", Comparison.EQ, 2, ALL_TIME), NOON))
                .containsExactly("ann");
        assertThat(audience.members(count("*", Comparison.EQ, 2, ALL_TIME), NOON))
                .containsExactly("ann");
        assertThat(audience.members(count("*", Comparison.EQ, 1, ALL_TIME), NOON))
                .containsExactly("bob");
        assertThat(audience.members(count("message_sent", Comparison.EQ, 1, ALL_TIME), NOON))
                .containsExactly("ann");
        assertThat(audience.members(count("page", Comparison.GTE, 1, ALL_TIME), NOON))
                .containsExactly("bob");
    }

    @Test
    void numbersOverProperties() {
        audience.contact("ann").contact("bob").contact("never");
        audience.event("ann", "order", NOON, Map.of("amount", "0.1"))
                .event("ann", "order", NOON, Map.of("amount", "0.2"))
                .event("ann", "order", NOON, Map.of("amount", "much"));
        audience.event("bob", "order", NOON, Map.of("amount", "much")).event("bob", "order", NOON, Map.of());

        assertThat(amount(Function.SUM, Comparison.EQ, "0.3")).containsExactly("ann");
        assertThat(amount(Function.SUM, Comparison.LT, "0.3")).containsExactly("bob", "never");
        assertThat(amount(Function.AVG, Comparison.EQ, "0.15")).containsExactly("ann");
        assertThat(amount(Function.AVG, Comparison.LTE, "1")).containsExactly("ann");
        assertThat(amount(Function.MIN, Comparison.LT, "0.11")).containsExactly("ann");
        assertThat(amount(Function.MAX, Comparison.GT, "0.19")).containsExactly("ann");
        assertThat(amount(Function.MAX, Comparison.LT, "9")).containsExactly("ann");
        assertThat(amount(Function.DISTINCT, Comparison.EQ, "3")).containsExactly("ann");
        assertThat(amount(Function.DISTINCT, Comparison.LTE, "1")).containsExactly("bob", "never");
        audience.event("bob", "order", NOON, Map.of("amount", "1.0"))
                .event("bob", "order", NOON, Map.of("amount", "1"));
        assertThat(amount(Function.DISTINCT, Comparison.EQ, "2")).containsExactly("bob");
    }

    private Set<String> amount(Function function, Comparison comparison, String value) {
        return audience.members(aggregate("order", function, "amount", comparison, value), NOON);
    }

    @Test
    void agesOfTheFirstAndLastEvent() {
        audience.contact("ann").contact("never").event("ann", "a", NOON).event("ann", "a", NOON + HOUR);
        Rule firstRecent = events("a", ALL_TIME, new EventTest.Age(EventTest.Age.Edge.FIRST, true, DAY));
        Rule lastOld = events("a", ALL_TIME, new EventTest.Age(EventTest.Age.Edge.LAST, false, DAY));

        assertThat(audience.members(firstRecent, NOON - 1)).isEmpty();
        assertThat(audience.members(firstRecent, NOON)).containsExactly("ann");
        assertThat(audience.members(firstRecent, NOON + DAY - 1)).containsExactly("ann");
        assertThat(audience.members(firstRecent, NOON + DAY)).isEmpty();
        assertThat(audience.members(lastOld, NOON + HOUR + DAY - 1)).isEmpty();
        assertThat(audience.members(lastOld, NOON + HOUR + DAY)).containsExactly("ann");
    }

    @Test
    void ofEquallyNewEventsTheLaterArrivalIsTheLast() {
        audience.contact("ann");
        audience.event(user("ann"), "open", NOON, NOON + 2, Map.of("cohort", "gold"))
                .event(user("ann"), "open", NOON, NOON + 1, Map.of("cohort", "tin"));
        Rule gold = events(
                "open", ALL_TIME, new EventTest.LastWhere(List.of(property("cohort", is(Comparison.EQ, "\"gold\"")))));

        assertThat(audience.members(gold, NOON)).containsExactly("ann");
        // Of one instant of arrival the partition decides, then the offset.
        audience.event(user("ann"), "track", "open", NOON, NOON + 2, 1, 0, Map.of("cohort", "tin"));
        assertThat(audience.members(gold, NOON)).isEmpty();
    }

    @Test
    void notFollowedByWaitsAndALateFollowerTakesItBack() {
        audience.contact("ann").contact("tie").contact("never");
        audience.event("ann", "cart", NOON).event("tie", "cart", NOON).event("tie", "order", NOON);
        Rule abandoned = events("cart", ALL_TIME, new EventTest.NotFollowedBy(EventPattern.named("order"), HOUR));

        assertThat(audience.members(abandoned, NOON + HOUR - 1)).isEmpty();
        assertThat(audience.members(abandoned, NOON + HOUR)).containsExactly("ann", "tie");
        audience.event("ann", "order", NOON + DAY);
        assertThat(audience.members(abandoned, NOON + DAY - 1)).containsExactly("ann", "tie");
        assertThat(audience.members(abandoned, NOON + DAY)).containsExactly("tie");
    }

    @Test
    void sequencesAreStrictAndEndWithinTheirTime() {
        audience.contact("ann").contact("tie").contact("slow").contact("again");
        audience.event("ann", "A", NOON).event("ann", "B", NOON + 1).event("ann", "C", NOON + HOUR);
        audience.event("tie", "A", NOON).event("tie", "B", NOON).event("tie", "C", NOON + 1);
        audience.event("slow", "A", NOON).event("slow", "B", NOON + 1).event("slow", "C", NOON + HOUR + 1);
        audience.event("again", "A", NOON)
                .event("again", "A", NOON + 2)
                .event("again", "B", NOON + 3)
                .event("again", "C", NOON + HOUR + 2);
        Rule chain = sequence(HOUR, "A", "B", "C");

        assertThat(audience.members(chain, NOON + HOUR - 1)).isEmpty();
        assertThat(audience.members(chain, NOON + DAY)).containsExactly("again", "ann");
        assertThat(audience.members(sequence(HOUR, "A", "A", "B"), NOON + DAY)).containsExactly("again");
    }

    @Test
    void whereTestsHoldForOneAndTheSameEvent() {
        audience.contact("ann");
        audience.event("ann", "order", NOON, Map.of("item.kind", "x", "n", "1"))
                .event("ann", "order", NOON, Map.of("item.kind", "y", "n", "2"));
        EventPattern both = new EventPattern(
                "order",
                List.of(property("item.kind", is(Comparison.EQ, "\"x\"")), property("n", is(Comparison.EQ, "2"))));
        EventPattern second = new EventPattern("order", List.of(property("n", is(Comparison.NEQ, "\"1.0\""))));

        assertThat(audience.members(new Rule.Events(both, ALL_TIME, new EventTest.Count(Comparison.GTE, 1)), NOON))
                .isEmpty();
        assertThat(audience.members(new Rule.Events(second, ALL_TIME, new EventTest.Count(Comparison.EQ, 1)), NOON))
                .containsExactly("ann");
    }

    @Test
    void traitsAreWhatTheNewestWriteSays() {
        audience.contact("late")
                .contact("tie")
                .contact("removed")
                .contact("empty")
                .contact("absent");
        audience.write(user("late"), "trait", "plan", "\"pro\"", NOON, NOON, 1)
                .write(user("late"), "trait", "plan", "\"old\"", NOON - 1, NOON + 1, 2);
        audience.write(user("tie"), "trait", "plan", "\"old\"", NOON, NOON, 3)
                .write(user("tie"), "trait", "plan", "\"pro\"", NOON, NOON, 4);
        audience.trait("removed", "plan", "\"pro\"", NOON - 1).trait("removed", "plan", "null", NOON);
        audience.trait("empty", "plan", "\"\"", NOON);

        assertThat(audience.members(trait("plan", is(Comparison.EQ, "\"pro\"")), NOON))
                .containsExactly("late", "tie");
        assertThat(audience.members(trait("plan", is(Comparison.NEQ, "\"pro\"")), NOON))
                .containsExactly("absent", "empty", "removed");
        assertThat(audience.members(trait("plan", new ValueTest.Exists(true)), NOON))
                .containsExactly("absent", "empty", "removed");
        assertThat(audience.members(trait("plan", is(Comparison.EQ, "\"pro\"")), NOON - 1))
                .containsExactly("removed");
    }

    @Test
    void traitsWithinObjectsListsAndDates() {
        audience.contact("ann").contact("bob");
        audience.trait("ann", "address", "{\"city\":\"Rome\",\"zip\":\"00042\",\"n\":[1,\"a\"]}", 1)
                .trait("ann", "labels", "[\"Blue\",3]", 1)
                .trait("ann", "joined", "\"2026-03-02T13:00:00+01:00\"", 1)
                .trait("bob", "joined", "1772452800", 1)
                .trait("bob", "labels", "\"light blue\"", 1);

        assertThat(audience.members(trait("address.city", is(Comparison.EQ, "\"Rome\"")), NOON))
                .containsExactly("ann");
        assertThat(audience.members(trait("address", new ValueTest.Exists(false)), NOON))
                .containsExactly("ann");
        assertThat(audience.members(trait("address.n", new ValueTest.Contains(json("1.0"), false)), NOON))
                .containsExactly("ann");
        assertThat(audience.members(trait("labels", new ValueTest.Contains(text("BLUE"), false)), NOON))
                .containsExactly("bob");
        assertThat(audience.members(trait("labels", new ValueTest.Contains(text("Blue"), true)), NOON))
                .isEmpty();
        ValueTest recent = new ValueTest.DateWindow(ValueTest.DateWindow.Kind.WITHIN_LAST, DAY);
        assertThat(audience.members(trait("joined", recent), NOON - 1)).isEmpty();
        assertThat(audience.members(trait("joined", recent), NOON)).containsExactly("ann", "bob");
        assertThat(audience.members(trait("joined", recent), NOON + DAY - 1)).containsExactly("ann", "bob");
        assertThat(audience.members(trait("joined", recent), NOON + DAY)).isEmpty();
        ValueTest soon = new ValueTest.DateWindow(ValueTest.DateWindow.Kind.WITHIN_NEXT, DAY);
        assertThat(audience.members(trait("joined", soon), NOON - DAY)).containsExactly("ann", "bob");
        assertThat(audience.members(trait("joined", soon), NOON - DAY - 1)).isEmpty();
        assertThat(audience.members(trait("joined", soon), NOON)).isEmpty();
        assertThat(audience.members(trait("joined", is(Comparison.LTE, "\"2026-03-02T12:00:00Z\"")), NOON))
                .containsExactly("ann", "bob");
    }

    @Test
    void heldRunsSinceTheWriteThatChangedTheValue() {
        audience.contact("ann").contact("back");
        audience.write(user("ann"), "trait", "stage", "\"setup\"", NOON, NOON, 1)
                .write(user("ann"), "trait", "stage", "\"setup\"", NOON + HOUR, NOON + HOUR, 2)
                .write(user("ann"), "trait", "stage", "\"live\"", NOON - 1, NOON + 2 * HOUR, 3);
        audience.write(user("back"), "trait", "stage", "\"setup\"", NOON - DAY, NOON - DAY, 4)
                .write(user("back"), "trait", "stage", "\"live\"", NOON - HOUR, NOON - HOUR, 5)
                .write(user("back"), "trait", "stage", "\"setup\"", NOON, NOON, 6);
        Rule held = trait("stage", new ValueTest.Held(text("setup"), true, DAY));
        Rule fresh = trait("stage", new ValueTest.Held(text("setup"), false, DAY));

        assertThat(audience.members(held, NOON + DAY - 1)).isEmpty();
        assertThat(audience.members(fresh, NOON + DAY - 1)).containsExactly("ann", "back");
        assertThat(audience.members(held, NOON + DAY)).containsExactly("ann", "back");
        assertThat(audience.members(fresh, NOON + DAY)).isEmpty();
        assertThat(audience.members(held, NOON - HOUR)).isEmpty();
    }

    @Test
    void tagsScoresSubscriptionsAndSegments() {
        audience.contact("ann").contact("bob").contact("cid");
        audience.write(user("ann"), "tags", "", "[\"vip\",\"new\"]", 1, 1, 1)
                .write(user("bob"), "tags", "", "[\"vip\"]", 1, 1, 2)
                .write(user("bob"), "tags", "", "[]", 2, 2, 3)
                .write(user("ann"), "score", "lead", "50.5", 1, 1, 4)
                .write(user("ann"), "subscription", "news", "true", 1, 1, 5)
                .write(user("ann"), "subscription", "", "false", 2, 2, 6)
                .write(user("bob"), "subscription", "", "false", 1, 1, 7)
                .write(user("bob"), "subscription", "news", "true", 2, 2, 8)
                .write(user("cid"), "static", "kept", "true", 1, 1, 9);
        audience.handKept("kept").segment("vips", new Rule.Tag("vip", true));
        audience.segment("nested", all(new Rule.Segment("vips", true), not(new Rule.Segment("kept", true))));

        assertThat(audience.members(new Rule.Tag("vip", true), NOON)).containsExactly("ann");
        assertThat(audience.members(new Rule.Tag("vip", false), NOON)).containsExactly("bob", "cid");
        assertThat(audience.members(new Rule.Score("lead", is(Comparison.GT, "50")), NOON))
                .containsExactly("ann");
        assertThat(audience.members(new Rule.Score("lead", is(Comparison.NEQ, "50.50")), NOON))
                .containsExactly("bob", "cid");
        assertThat(audience.members(new Rule.Subscription("news", true), NOON)).containsExactly("bob");
        assertThat(audience.members(new Rule.Subscription("news", false), NOON)).containsExactly("ann");
        audience.optOutGroups.add("news");
        assertThat(audience.members(new Rule.Subscription("news", true), NOON)).containsExactly("bob", "cid");
        assertThat(audience.members(new Rule.Segment("kept", true), NOON)).containsExactly("cid");
        assertThat(audience.members(new Rule.Segment("nested", true), NOON)).containsExactly("ann");
        assertThat(audience.members(new Rule.Segment("nested", false), NOON)).containsExactly("bob", "cid");
        assertThat(audience.members(new Rule.Segment("unknown", false), NOON)).hasSize(3);
    }

    @Test
    void bucketsAreTheEnginesBuckets() {
        for (int i = 0; i < 200; i++) {
            audience.contact("user" + i);
        }
        List<String> expected = IntStream.range(0, 200)
                .mapToObj(i -> "user" + i)
                .filter(name -> Buckets.below(name, "exp-1", 25))
                .sorted()
                .toList();

        assertThat(audience.members(new Rule.Bucket(25, "exp-1"), NOON)).containsExactlyElementsOf(expected);
        assertThat(expected).hasSizeBetween(25, 75);
    }

    @Test
    void anonymousHistoryBelongsToWhomItWasLinkedTo() {
        audience.contact("ann").contact("bob").contact("gone");
        audience.event(anonymous("a1"), "login", NOON, NOON, Map.of())
                .event(anonymous("a1"), "login", NOON + DAY, NOON + DAY, Map.of())
                .event("ann", "login", NOON);
        audience.slice(anonymous("a1"), 0, user("ann"), 0, NOON + 1)
                .slice(anonymous("a1"), NOON + DAY, user("bob"), 0, NOON + DAY);
        Rule two = count("login", Comparison.EQ, 2, ALL_TIME);
        Rule one = count("login", Comparison.EQ, 1, ALL_TIME);

        assertThat(audience.members(two, NOON + DAY)).containsExactly("ann");
        assertThat(audience.members(one, NOON + DAY)).containsExactly("bob");
        // Before the link was known, nobody else had the anonymous contact's event.
        assertThat(audience.members(one, new AsOf(NOON + DAY, OptionalLong.of(NOON))))
                .containsExactly("ann");
        // A merge writes the slices anew.
        audience.slice(anonymous("a1"), 0, user("bob"), 0, NOON + 2 * DAY)
                .slice(user("ann"), 0, user("bob"), 0, NOON + 2 * DAY)
                .contact(user("ann"), 0, 0, true);
        assertThat(audience.members(count("login", Comparison.EQ, 3, ALL_TIME), NOON + 2 * DAY))
                .containsExactly("bob");
    }

    @Test
    void deletionBeginsAnEmptyContact() {
        audience.contact("ann").trait("ann", "plan", "\"pro\"", NOON).event("ann", "login", NOON);
        audience.contact(user("ann"), 0, 0, true)
                .contact(user("ann"), 1, NOON + HOUR, false)
                .slice(user("ann"), NOON + HOUR, user("ann"), 1, NOON + HOUR);
        audience.event("ann", "login", NOON + 2 * HOUR);

        assertThat(audience.members(count("login", Comparison.EQ, 1, ALL_TIME), NOON + DAY))
                .containsExactly("ann");
        assertThat(audience.members(trait("plan", new ValueTest.Exists(true)), NOON + DAY))
                .containsExactly("ann");
        assertThat(audience.members(count("login", Comparison.GTE, 1, ALL_TIME), NOON))
                .isEmpty();
    }

    @Test
    void estimateCountsWhomItReaches() {
        audience.contact("ann")
                .contact("bob")
                .contact("cid")
                .email("ann", "ann@example.com")
                .email("bob", "b@example.com");
        audience.write(user("bob"), "subscription", "", "false", 1, 1, 1);
        audience.trait("cid", "push_token", "\"t\"", 1)
                .trait("ann", "plan", "\"pro\"", 1)
                .trait("bob", "plan", "\"pro\"", 1);

        Estimate pro = audience.estimate(trait("plan", is(Comparison.EQ, "\"pro\"")), NOON);
        assertThat(pro.members()).isEqualTo(2);
        assertThat(pro.total()).isEqualTo(3);
        assertThat(pro.percentage()).isEqualTo(200.0 / 3);
        assertThat(pro.sample()).extracting(id -> audience.name(id.number())).containsExactlyInAnyOrder("ann", "bob");
        assertThat(pro.reachable())
                .isEqualTo(Map.of(
                        Channel.EMAIL,
                        1L,
                        Channel.PUSH,
                        0L,
                        Channel.TELEGRAM,
                        0L,
                        Channel.ONSITE,
                        2L,
                        Channel.WEBHOOK,
                        2L));
    }

    @Test
    void whatWasKnownIsJudgedByWhoWasThereThen() {
        audience.event("late", "login", NOON).event(user("early"), "login", NOON, NOON, Map.of());
        audience.contact(user("early"), 0, NOON, false).contact(user("late"), 0, NOON, false);
        audience.event(user("later"), "login", NOON, NOON + DAY, Map.of()).contact(user("later"), 0, NOON, false);
        Rule one = count("login", Comparison.EQ, 1, ALL_TIME);

        assertThat(audience.members(one, NOON)).containsExactly("early", "late", "later");
        AsOf then = new AsOf(NOON, OptionalLong.of(NOON));
        assertThat(audience.members(one, then)).containsExactly("early", "late");
        assertThat(audience.members(not(one), then)).isEmpty();
    }
}
