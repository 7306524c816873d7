package io.millrace.query.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.campaign.ReEntry;
import io.millrace.core.event.Timestamps;
import io.millrace.core.rule.Values;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why re-entry forbids somebody to enter at an instant, as far as runs and events that are stored can say; else empty. */
final class ReEntryCheck implements ReEntry.Visitor<Optional<String>> {

    private final List<RunRow> before;
    private final Optional<KnownEvent> event;
    private final List<KnownEvent> earlier;
    private final long at;

    /**
     * @param runs of the contact and the campaign
     * @param event what the contact would have entered by; empty if it was no event
     * @param earlier events before it that the trigger means
     */
    ReEntryCheck(List<RunRow> runs, Optional<KnownEvent> event, List<KnownEvent> earlier, long at) {
        this.before = runs.stream()
                .filter(run -> run.enteredAt() < at)
                .sorted(Comparator.comparingLong(RunRow::enteredAt))
                .toList();
        this.event = event;
        this.earlier = earlier;
        this.at = at;
    }

    @Override
    public Optional<String> never(ReEntry.Never reEntry) {
        return last().map(run -> "who entered once does not enter again, and this contact entered at "
                + Timestamps.format(run.enteredAt()));
    }

    @Override
    public Optional<String> afterExit(ReEntry.AfterExit reEntry) {
        return open().map(run -> "the run that began at " + Timestamps.format(run.enteredAt()) + " was not over");
    }

    @Override
    public Optional<String> everyEvent(ReEntry.EveryEvent reEntry) {
        return Optional.empty();
    }

    @Override
    public Optional<String> perKey(ReEntry.PerKey reEntry) {
        Optional<JsonNode> key = event.map(happened -> Values.at(happened.properties(), reEntry.property()));
        return key.isEmpty()
                ? Optional.empty()
                : earlier.stream()
                        .filter(one -> same(Values.at(one.properties(), reEntry.property()), key.get()))
                        .filter(one -> before.stream()
                                .anyMatch(
                                        run -> run.enteredAt() == one.arrival().millis()))
                        .findFirst()
                        .map(one -> "there is one run for each " + reEntry.property() + ", and an event of "
                                + Timestamps.format(one.timestamp()) + " began that of " + key.get());
    }

    private static boolean same(@Nullable JsonNode one, JsonNode other) {
        return one != null && one.asText().equals(other.asText());
    }

    @Override
    public Optional<String> cooldown(ReEntry.Cooldown reEntry) {
        Optional<RunRow> last = last();
        if (last.isPresent() && at < last.get().enteredAt() + reEntry.duration().millis()) {
            return Optional.of(
                    "the last entry was at " + Timestamps.format(last.get().enteredAt()) + ", and the next may be "
                            + reEntry.duration().text() + " later");
        }
        return open().map(run -> "the run that began at " + Timestamps.format(run.enteredAt()) + " was not over");
    }

    private Optional<RunRow> last() {
        return before.isEmpty() ? Optional.empty() : Optional.of(before.get(before.size() - 1));
    }

    private Optional<RunRow> open() {
        return before.stream().filter(run -> run.isOpenAt(at)).findFirst();
    }
}
