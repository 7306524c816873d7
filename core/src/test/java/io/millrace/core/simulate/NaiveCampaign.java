package io.millrace.core.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.campaign.CampaignSettings;
import io.millrace.core.campaign.ExitCondition;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.ReEntry;
import io.millrace.core.campaign.TriggerOn;
import io.millrace.core.campaign.WaitFor;
import io.millrace.core.event.EventType;
import io.millrace.core.rule.EventTest;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.TimeScope;
import io.millrace.core.rule.ValueTest;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario does to its campaign, by looking at everything every minute: nothing is indexed, nothing is computed
 * ahead. For scenarios whose instants are whole minutes, without segments, merges and deletions, in UTC.
 */
final class NaiveCampaign {

    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;

    private static final class OneRun {
        final String contact;
        final long enteredAt;
        final @Nullable JsonNode key;
        Node node;
        long since;
        long slotSince = -1;
        boolean granted;

        @Nullable
        String passed;

        boolean over;
        boolean converted;
        final List<Long> sent = new ArrayList<>();

        OneRun(String contact, long enteredAt, @Nullable JsonNode key, Node node) {
            this.contact = contact;
            this.enteredAt = enteredAt;
            this.key = key;
            this.node = node;
        }
    }

    final List<String> lines = new ArrayList<>();
    private final Scenario scenario;
    private final CampaignPlan plan;
    private final CampaignSettings settings;
    private final List<OneRun> runs = new ArrayList<>();
    private final Map<String, Map<String, String>> traits = new HashMap<>();
    private final Map<String, List<ScenarioEvent>> past = new HashMap<>();
    private final Map<String, List<Long>> messages = new TreeMap<>();
    private final Set<String> left = new HashSet<>();
    private boolean paused;
    private boolean completed;
    private long now;

    NaiveCampaign(Scenario scenario) {
        this.scenario = scenario;
        this.plan = scenario.campaign().orElseThrow();
        this.settings = plan.campaign().settings();
    }

    List<String> run(long from, long until) {
        for (now = from; now <= until; now += MINUTE) {
            List<ScenarioAction> actions = scenario.actions().stream()
                    .filter(action -> action.at() == now)
                    .toList();
            actions.forEach(this::changeState);
            scenario.events().stream()
                    .filter(event -> event.arrival().millis() == now)
                    .forEach(this::happen);
            actions.forEach(this::changeContact);
            due();
            if (!paused) {
                grant();
            }
        }
        return lines.stream().sorted().toList();
    }

    private void changeState(ScenarioAction action) {
        if (action instanceof CampaignAction.Move move && !completed) {
            switch (move.to()) {
                case PAUSE -> paused = true;
                case RESUME, ACTIVATE -> paused = false;
                case COMPLETE -> {
                    completed = true;
                    open(null).forEach(run -> exit(run, "campaign_completed"));
                }
            }
        }
    }

    private void changeContact(ScenarioAction action) {
        if (action instanceof ScenarioAction.ChangeSubscription choice) {
            if (choice.subscribed()) {
                left.remove(choice.contact());
            } else {
                left.add(choice.contact());
            }
        } else if (action instanceof ScenarioAction.UpdateContact update) {
            update.update().traits().fields().forEachRemaining(trait -> traits.computeIfAbsent(
                            update.contact(), none -> new HashMap<>())
                    .put(trait.getKey(), trait.getValue().asText()));
        }
    }

    private void happen(ScenarioEvent event) {
        String contact = String.valueOf(event.userId());
        past.computeIfAbsent(contact, none -> new ArrayList<>()).add(event);
        CampaignSettings.Goal goal = settings.goal();
        if (goal != null && goal.event().name().equals(event.name())) {
            for (OneRun run : runs) {
                if (run.contact.equals(contact)
                        && !run.converted
                        && run.sent.stream()
                                .anyMatch(at -> event.timestamp() > at
                                        && event.timestamp()
                                                <= at + goal.within().millis())) {
                    run.converted = true;
                    tell("converted", contact, "");
                    if (goal.exit() && !run.over) {
                        exit(run, "goal");
                    }
                }
            }
        }
        for (ExitCondition condition : settings.exitConditions()) {
            var match = ((ExitCondition.OnEvent) condition).match();
            if (match.event().name().equals(event.name())) {
                open(contact).stream()
                        .filter(run -> event.timestamp() > run.enteredAt)
                        .filter(run -> !match.sameKey() || sameKey(run, event))
                        .forEach(run -> exit(run, "exit_condition"));
            }
        }
        for (OneRun run : open(contact)) {
            if (run.passed == null
                    && run.node instanceof Node.Wait wait
                    && wait.what() instanceof WaitFor.Event waited
                    && waited.match().event().name().equals(event.name())
                    && (!waited.match().sameKey() || sameKey(run, event))) {
                run.passed = "met";
                if (!paused) {
                    walk(run);
                }
            }
        }
        trigger(event, contact);
    }

    private static boolean sameKey(OneRun run, ScenarioEvent event) {
        JsonNode key = event.properties().get("key");
        return key != null && run.key != null && key.asText().equals(run.key.asText());
    }

    private void trigger(ScenarioEvent event, String contact) {
        Node.Trigger trigger = plan.campaign().graph().triggers().get(0);
        boolean fires = ((TriggerOn.Event) trigger.on()).event().name().equals(event.name());
        JsonNode key = event.properties().get("key");
        if (!fires || paused || completed || !mayEnter(contact, key)) {
            return;
        }
        OneRun run = new OneRun(contact, now, settings.reEntry() instanceof ReEntry.PerKey ? key : null, trigger);
        runs.add(run);
        tell("entered", contact, "");
        walk(run);
    }

    private boolean mayEnter(String contact, @Nullable JsonNode key) {
        List<OneRun> own =
                runs.stream().filter(run -> run.contact.equals(contact)).toList();
        ReEntry reEntry = settings.reEntry();
        if (reEntry instanceof ReEntry.Never) {
            return own.isEmpty();
        }
        if (reEntry instanceof ReEntry.AfterExit) {
            return own.stream().allMatch(run -> run.over);
        }
        if (reEntry instanceof ReEntry.PerKey) {
            return key != null
                    && own.stream()
                            .noneMatch(
                                    run -> run.key != null && run.key.asText().equals(key.asText()));
        }
        if (reEntry instanceof ReEntry.Cooldown cooldown) {
            return own.stream()
                    .allMatch(run -> run.over
                            && now - run.enteredAt >= cooldown.duration().millis());
        }
        return true;
    }

    private List<OneRun> open(@Nullable String contact) {
        return runs.stream()
                .filter(run -> !run.over && (contact == null || run.contact.equals(contact)))
                .toList();
    }

    /**
     * Contact by contact, in order of entry: what was held, then rules that hold, then what time lets go; again, until nothing
     * changes. While the campaign is paused it is only noted.
     */
    private void due() {
        for (String contact : runs.stream().map(run -> run.contact).distinct().toList()) {
            boolean again = true;
            while (again) {
                again = false;
                for (OneRun run : open(contact)) {
                    again |= goOn(run, run.passed);
                }
                for (OneRun run : open(contact)) {
                    boolean met = run.passed == null
                            && run.node instanceof Node.Wait wait
                            && wait.what() instanceof WaitFor.Holds holds
                            && holds(holds.rules(), contact);
                    again |= goOn(run, met ? "met" : null);
                }
                for (OneRun run : open(contact)) {
                    again |= goOn(run, run.passed == null ? dueWay(run) : null);
                }
            }
        }
    }

    private boolean goOn(OneRun run, @Nullable String way) {
        if (way == null) {
            return false;
        }
        run.passed = way;
        if (!paused) {
            walk(run);
        }
        return !paused;
    }

    private @Nullable String dueWay(OneRun run) {
        if (run.node instanceof Node.Delay delay
                && now - run.since >= delay.duration().millis()) {
            return "";
        }
        if (run.node instanceof Node.Wait wait
                && wait.timeout() != null
                && now - run.since >= wait.timeout().millis()) {
            return "timeout";
        }
        return run.node instanceof Node.Send && run.slotSince < 0 && !quiet() ? "redo" : null;
    }

    /** So many a day, those who wait longest first, then by name; whoever may not send now leaves its turn to the next. */
    private void grant() {
        Integer limit = settings.dailyLimit();
        while (limit != null) {
            long today = now / DAY;
            long used = messages.values().stream()
                    .flatMap(List::stream)
                    .filter(at -> at / DAY == today)
                    .count();
            Optional<OneRun> first = open(null).stream()
                    .filter(run -> run.slotSince >= 0)
                    .min(Comparator.<OneRun>comparingLong(run -> run.slotSince).thenComparing(run -> run.contact));
            if (used >= limit || first.isEmpty()) {
                return;
            }
            first.get().granted = true;
            first.get().passed = "redo";
            walk(first.get());
        }
    }

    private void walk(OneRun run) {
        String way = run.passed;
        run.passed = null;
        run.slotSince = -1;
        boolean again = "redo".equals(way);
        while (true) {
            if (!again) {
                Optional<Node> next = way == null || way.isEmpty()
                        ? plan.campaign().graph().next(run.node.id())
                        : plan.campaign().graph().next(run.node.id(), way);
                if (next.isEmpty() || next.get() instanceof Node.Exit) {
                    exit(run, "completed");
                    return;
                }
                run.node = next.get();
            }
            again = false;
            run.since = now;
            way = stand(run);
            run.granted = false;
            if (way == null) {
                return;
            }
        }
    }

    /** The way out, empty for the only one; null if it stays. */
    private @Nullable String stand(OneRun run) {
        if (run.node instanceof Node.Send send) {
            return send(run, send);
        }
        if (run.node instanceof Node.Condition condition) {
            return holds(condition.rules(), run.contact) ? "yes" : "no";
        }
        if (run.node instanceof Node.SetField set) {
            traits.computeIfAbsent(run.contact, none -> new HashMap<>())
                    .put(set.trait().first(), set.value().asText());
            return "";
        }
        if (run.node instanceof Node.Wait wait && wait.what() instanceof WaitFor.Holds holds) {
            return holds(holds.rules(), run.contact) ? "met" : null;
        }
        return null;
    }

    private @Nullable String send(OneRun run, Node.Send send) {
        if (!send.transactional()) {
            if (left.contains(run.contact)) {
                return skip(run, "unsubscribed");
            }
            if (settings.quietHours() != null && quiet()) {
                return settings.quietHours().mode() == CampaignSettings.QuietHours.Mode.DROP
                        ? skip(run, "quiet_hours_dropped")
                        : null;
            }
            CampaignSettings.FrequencyCap cap = settings.frequencyCap();
            long before = messages.getOrDefault(run.contact, List.of()).stream()
                    .filter(at -> now - at < (cap == null ? 0 : cap.window().millis()))
                    .count();
            if (cap != null && before >= cap.max()) {
                return skip(run, "frequency_cap");
            }
            if (settings.dailyLimit() != null && !run.granted) {
                run.slotSince = now;
                return null;
            }
            messages.computeIfAbsent(run.contact, none -> new ArrayList<>()).add(now);
        }
        run.sent.add(now);
        tell("sent", run.contact, run.node.id());
        return "";
    }

    private boolean quiet() {
        CampaignSettings.QuietHours quiet = settings.quietHours();
        if (quiet == null) {
            return false;
        }
        LocalTime time = Instant.ofEpochMilli(now).atOffset(ZoneOffset.UTC).toLocalTime();
        for (LocalTime minute = quiet.start(); !minute.equals(quiet.end()); minute = minute.plusMinutes(1)) {
            if (minute.equals(time)) {
                return true;
            }
        }
        return false;
    }

    private String skip(OneRun run, String reason) {
        tell("skipped", run.contact, run.node.id() + " " + reason);
        return "";
    }

    private boolean holds(Rule rule, String contact) {
        if (rule instanceof Rule.Trait trait) {
            Path path = trait.path();
            String value = traits.getOrDefault(contact, Map.of()).get(path.first());
            return ((ValueTest.Compare) trait.test()).value().asText().equals(value);
        }
        Rule.Events events = (Rule.Events) rule;
        long window = ((TimeScope.Sliding) events.scope()).millis();
        long count = past.getOrDefault(contact, List.of()).stream()
                .filter(event -> event.type() == EventType.TRACK
                        && event.name().equals(events.pattern().name())
                        && now - event.timestamp() < window)
                .count();
        return count == ((EventTest.Count) events.test()).value();
    }

    private void exit(OneRun run, String reason) {
        run.over = true;
        tell("exited", run.contact, reason);
    }

    private void tell(String what, String contact, String more) {
        lines.add(Instant.ofEpochMilli(now) + " " + what + " " + contact + " " + more);
    }
}
