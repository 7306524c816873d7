package io.millrace.flink.audience.contact;

import io.millrace.core.audience.RuleBook;
import io.millrace.core.audience.RuleChange;
import io.millrace.core.audience.RuleUpdate;
import io.millrace.core.rule.RuleParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force, and those before them that some contact of this task may still have to be judged under: whoever is
 * judged late is judged under each of them in turn, at the instant it came into force, so that it makes no difference
 * when a contact's turn comes. Not thread-safe.
 */
final class RuleHistory {

    private final RuleParser parser;
    private final RuleBook base;
    private final RuleBook head;
    private final List<RuleChange> since = new ArrayList<>();
    private final Map<String, List<RuleStage>> stages = new HashMap<>();
    private final RuleStage none = new RuleStage(Long.MIN_VALUE, RuleBook.NO_RULES, false);

    /** @param base as it stood before {@code since} */
    RuleHistory(RuleBook base, List<RuleChange> since, RuleParser parser) {
        this.parser = parser;
        this.base = base;
        this.head = copy(base);
        base.workspaces()
                .forEach(workspace -> stages.put(
                        workspace,
                        new ArrayList<>(List.of(new RuleStage(Long.MIN_VALUE, base.rules(workspace), false)))));
        since.forEach(this::apply);
    }

    /** The next definition; instants never go back. */
    RuleUpdate apply(RuleChange change) {
        if (change.version() > head.version()) {
            since.add(change);
        }
        RuleUpdate update = head.apply(change);
        if (update instanceof RuleUpdate.Changed changed) {
            add(changed, change.atMillis());
        }
        return update;
    }

    private void add(RuleUpdate.Changed changed, long atMillis) {
        List<RuleStage> all = stages.computeIfAbsent(changed.workspace(), workspace -> new ArrayList<>(List.of(none)));
        RuleStage last = all.get(all.size() - 1);
        boolean sameInstant = last.atMillis() == atMillis;
        if (sameInstant) {
            // What takes effect at one instant is judged together.
            all.remove(all.size() - 1);
        }
        all.add(new RuleStage(atMillis, changed.rules(), changed.rejudge() || (sameInstant && last.rejudge())));
    }

    /** The rules in force at an instant. */
    RuleStage at(String workspace, long millis) {
        List<RuleStage> all = stages.get(workspace);
        if (all == null) {
            return none;
        }
        for (int i = all.size() - 1; i > 0; i--) {
            if (all.get(i).atMillis() <= millis) {
                return all.get(i);
            }
        }
        return all.get(0);
    }

    /** The first rules that came after this epoch, at an instant before {@code beforeMillis}, and must be judged. */
    @Nullable
    RuleStage nextAfter(String workspace, long epoch, long beforeMillis) {
        List<RuleStage> all = stages.get(workspace);
        if (all == null) {
            return null;
        }
        for (RuleStage stage : all) {
            if (stage.epoch() > epoch && stage.rejudge() && stage.atMillis() < beforeMillis) {
                return stage;
            }
        }
        return null;
    }

    /** Whether a contact that was last judged under this epoch has nothing to be judged again for. */
    boolean isCurrent(String workspace, long epoch) {
        return nextAfter(workspace, epoch, Long.MAX_VALUE) == null;
    }

    /** Whether more than what is in force now is kept. */
    boolean keepsOlder() {
        return !since.isEmpty();
    }

    /** Forgets all rules but those in force: nobody has to be judged under older ones any more. */
    void forgetOlder() {
        since.forEach(base::apply);
        since.clear();
        stages.replaceAll((workspace, all) -> {
            RuleStage last = all.get(all.size() - 1);
            return new ArrayList<>(List.of(new RuleStage(Long.MIN_VALUE, last.rules(), last.engine(), false)));
        });
    }

    /** Of the last definition that was applied. */
    long version() {
        return head.version();
    }

    RuleBook base() {
        return base;
    }

    List<RuleChange> since() {
        return List.copyOf(since);
    }

    private RuleBook copy(RuleBook book) {
        return RuleBook.read(book.write(), parser);
    }
}
