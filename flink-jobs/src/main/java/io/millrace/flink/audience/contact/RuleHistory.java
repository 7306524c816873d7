package io.millrace.flink.audience.contact;

import io.millrace.core.audience.RuleBook;
import io.millrace.core.audience.RuleChange;
import io.millrace.core.campaign.engine.BookUpdate;
import io.millrace.core.campaign.engine.CampaignBook;
import io.millrace.core.campaign.engine.CampaignEngine;
import io.millrace.core.campaign.engine.CampaignWord;
import io.millrace.core.campaign.engine.Campaigns;
import io.millrace.core.rule.RuleParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules and campaigns in force, and those before them that some contact of this task may still have to be judged under: whoever is
 * judged late is judged under each of them in turn, at the instant it came into force, so that it makes no difference
 * when a contact's turn comes. Not thread-safe.
 */
final class RuleHistory {

    private final RuleParser parser;
    private final CampaignBook base;
    private final CampaignBook head;
    private final List<RuleChange> since = new ArrayList<>();
    private final Map<String, List<RuleStage>> stages = new HashMap<>();
    private final RuleStage none = RuleStage.oldest(RuleBook.NO_RULES, Campaigns.NONE);

    /** @param base as it stood before {@code since} */
    RuleHistory(CampaignBook base, List<RuleChange> since, RuleParser parser) {
        this.parser = parser;
        this.base = base;
        this.head = copy(base);
        base.workspaces()
                .forEach(workspace -> stages.put(
                        workspace,
                        new ArrayList<>(List.of(RuleStage.oldest(base.rules(workspace), base.campaigns(workspace))))));
        since.forEach(this::apply);
    }

    /** The next definition, or what comes by itself; instants never go back. */
    BookUpdate apply(RuleChange change) {
        if (change.kind() == RuleChange.Kind.SCHEDULE || change.version() > head.version()) {
            since.add(change);
        }
        BookUpdate update = head.apply(change);
        if (update instanceof BookUpdate.Changed changed) {
            add(changed, change.atMillis());
        }
        return update;
    }

    /** What comes by itself next, unless a definition comes before it; null if nothing does. */
    @Nullable
    RuleChange nextDue() {
        return head.nextDue();
    }

    private void add(BookUpdate.Changed changed, long saidMillis) {
        List<RuleStage> all = stages.computeIfAbsent(changed.workspace(), workspace -> new ArrayList<>(List.of(none)));
        RuleStage last = all.get(all.size() - 1);
        // A definition may come behind what began by itself, if a clock stepped back.
        long atMillis = Math.max(saidMillis, last.atMillis());
        List<CampaignWord> words = new ArrayList<>();
        boolean rejudge = changed.rejudge();
        if (last.atMillis() == atMillis) {
            // What takes effect at one instant is judged together.
            all.remove(all.size() - 1);
            words.addAll(last.words());
            rejudge |= last.rejudge();
        }
        changed.words().stream().filter(word -> !words.contains(word)).forEach(words::add);
        CampaignEngine before =
                all.isEmpty() ? last.engine() : all.get(all.size() - 1).engine();
        CampaignEngine engine = before.followedBy(changed.rules(), changed.campaigns());
        all.add(new RuleStage(atMillis, changed.rules(), engine, rejudge, words));
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
            return new ArrayList<>(List.of(RuleStage.oldest(last.rules(), last.engine())));
        });
    }

    /** Of the last definition that was applied. */
    long version() {
        return head.version();
    }

    CampaignBook base() {
        return base;
    }

    List<RuleChange> since() {
        return List.copyOf(since);
    }

    private CampaignBook copy(CampaignBook book) {
        return CampaignBook.read(book.write(), parser);
    }
}
