package io.millrace.core.audience;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** An engine that follows another answers as one that is made anew, over generated stories full of edits. */
class RuleEditTest {

    private static final List<String> RULES = List.of(
            "{'field': 'events.a', 'op': 'count_gte', 'value': 2, 'window': '10m'}",
            "{'field': 'events.a', 'op': 'count_eq', 'value': 0, 'window': '7m'}",
            "{'field': 'events.b', 'op': 'sum_gte', 'property': 'n', 'value': 3, 'window': '5m'}",
            "{'field': 'events.b', 'op': 'last_older_than', 'value': '4m'}",
            "{'field': 'events.*', 'op': 'count_gte', 'value': 1, 'window': 'today'}",
            "{'field': 'traits.plan', 'op': 'eq', 'value': 'p1'}",
            "{'field': 'traits.plan', 'op': 'not_exists'}",
            "{'field': 'traits.day', 'op': 'within_last', 'value': '6m'}",
            "{'field': 'traits.plan', 'op': 'held_gte', 'value': 'p1', 'for': '3m'}",
            "{'field': 'segments', 'op': 'in', 'value': 's1'}",
            "{'field': 'segments', 'op': 'not_in', 'value': 's2'}",
            "{'field': 'segments', 'op': 'in', 'value': 'kept'}",
            "{'operator': 'AND', 'conditions': []}");

    private static final long STORIES = Long.getLong("millrace.test.edits.stories", 400);
    private static final long SEED = Long.getLong("millrace.test.edits.seed", 20_261_121);

    @Test
    void answersAsOneMadeAnew() {
        for (long story = 0; story < STORIES; story++) {
            tell(SEED + story);
        }
    }

    private static void tell(long seed) {
        Random random = new Random(seed);
        Contact followed = Contact.ann().following();
        Contact anew = Contact.ann();
        List<String> done = new ArrayList<>();
        long now = Contact.at("2026-03-01T23:40:00Z");
        boolean kept = false;
        for (int i = 0; i < 60; i++) {
            now += (1 + random.nextInt(3)) * 30_000L;
            String instant = Timestamps.format(now);
            String what = kept || random.nextInt(8) > 0 ? one(random) : "keep";
            kept |= what.equals("keep");
            int value = random.nextInt(100);
            done.add(instant + " " + what + " " + value);
            Consumer<Contact> step = contact -> happen(contact, instant, what, value);
            step.accept(followed);
            step.accept(anew);
            assertThat(followed.told()).as("seed %d: %s", seed, done).isEqualTo(anew.told());
            assertThat(followed.nextWake()).as("seed %d: %s", seed, done).isEqualTo(anew.nextWake());
            assertThat(followed.state().segments())
                    .as("seed %d: %s", seed, done)
                    .isEqualTo(anew.state().segments());
        }
    }

    private static String one(Random random) {
        return List.of("a", "b", "plan", "day", "edit", "edit", "edit", "delete", "zone", "wait")
                .get(random.nextInt(10));
    }

    private static void happen(Contact contact, String instant, String what, int value) {
        switch (what) {
            case "a", "b" -> contact.track(instant, what, "{'n': " + value % 4 + "}");
            case "plan" -> contact.identify(instant, "{'plan': 'p" + value % 2 + "'}");
            case "day" ->
                contact.identify(
                        instant, "{'day': '" + Timestamps.format(Contact.at(instant) + value % 5 * 60_000L) + "'}");
            case "edit" -> {
                untilJustBefore(contact, instant);
                String rule = RULES.get(value % RULES.size());
                contact.segmentAt(instant, "s" + (rule.contains("'segments'") ? 3 + value % 3 : value % 3), rule);
                contact.until(instant);
            }
            case "delete" -> {
                untilJustBefore(contact, instant);
                contact.deleteSegment(instant, "s" + value % 6).until(instant);
            }
            case "zone" ->
                contact.identify(instant, "{'timezone': '" + (value % 2 == 0 ? "Asia/Kolkata" : "UTC") + "'}");
            case "keep" -> {
                untilJustBefore(contact, instant);
                contact.handKept("kept").until(instant);
            }
            default -> contact.until(instant);
        }
    }

    /** What falls due before an edit is judged under the rules before it. */
    private static void untilJustBefore(Contact contact, String instant) {
        contact.until(Timestamps.format(Contact.at(instant) - 1));
    }
}
