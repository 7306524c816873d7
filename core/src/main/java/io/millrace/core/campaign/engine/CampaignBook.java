package io.millrace.core.campaign.engine;

import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.RuleBook;
import io.millrace.core.audience.RuleChange;
import io.millrace.core.audience.RuleUpdate;
import io.millrace.core.campaign.CampaignLimits;
import io.millrace.core.campaign.CampaignParser;
import io.millrace.core.definition.BackfillStatus;
import io.millrace.core.definition.CampaignDefinition;
import io.millrace.core.definition.CampaignVersion;
import io.millrace.core.rule.RuleParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RuleBook} with the campaigns of each workspace: from definitions, in the order of their versions, to what
 * contacts are judged by, and to what they are told because somebody launched a campaign or a trigger's time has come. The
 * same changes give the same book. Not thread-safe.
 *
 * <p>Instants at which triggers fire are changes as well: {@link #nextDue} names the next one, and whoever drives the book
 * applies it, after the definitions of its instant and before those of any later one.
 */
public final class CampaignBook {

    private final RuleBook rules;
    private final CampaignParser parser = new CampaignParser(CampaignLimits.DEFAULT);
    private final Map<String, WorkspaceCampaigns> workspaces = new TreeMap<>();
    private final List<String> unreadable = new ArrayList<>();
    private long atMillis = Long.MIN_VALUE;
    private @Nullable RuleChange nextDue;

    public CampaignBook(RuleParser parser) {
        this(new RuleBook(parser), Map.of(), Long.MIN_VALUE, List.of());
    }

    CampaignBook(RuleBook rules, Map<String, WorkspaceCampaigns> workspaces, long atMillis, List<String> unreadable) {
        this.rules = rules;
        this.workspaces.putAll(workspaces);
        this.atMillis = atMillis;
        this.unreadable.addAll(rules.unreadable());
        this.unreadable.addAll(unreadable);
        findNextDue();
    }

    /** The version of the last definition that was applied; -1 before the first. */
    public long version() {
        return rules.version();
    }

    /** The instant of the last change that was applied; {@link Long#MIN_VALUE} before the first. */
    public long atMillis() {
        return atMillis;
    }

    public AudienceRules rules(String workspace) {
        return rules.rules(workspace);
    }

    public Campaigns campaigns(String workspace) {
        WorkspaceCampaigns book = workspaces.get(workspace);
        return book == null ? Campaigns.NONE : book.inForce();
    }

    /** The workspaces that have rules or campaigns. */
    public Set<String> workspaces() {
        Set<String> all = new TreeSet<>(rules.workspaces());
        all.addAll(workspaces.keySet());
        return all;
    }

    /** What was left out when this book was read, each with the reason: what this version cannot read. */
    public List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    /** The next change that comes by itself, unless a definition comes before it; null if none does. */
    public @Nullable RuleChange nextDue() {
        return nextDue;
    }

    public BookUpdate apply(RuleChange change) {
        if (change.kind() == RuleChange.Kind.SCHEDULE) {
            return schedule(change);
        }
        if (change.version() <= rules.version()) {
            return new BookUpdate.None();
        }
        RuleUpdate ofRules = rules.apply(change);
        atMillis = Math.max(atMillis, change.atMillis());
        if (ofRules instanceof RuleUpdate.Damaged damaged) {
            return new BookUpdate.Damaged(damaged.reason());
        }
        try {
            edit(change);
        } catch (IllegalArgumentException e) {
            return new BookUpdate.Damaged(String.valueOf(e.getMessage()));
        }
        String workspace = ofRules instanceof RuleUpdate.Changed changed ? changed.workspace() : change.workspace();
        WorkspaceCampaigns book = workspaces.get(workspace);
        if (book != null) {
            return update(workspace, book, ofRules, change.atMillis());
        }
        return ofRules instanceof RuleUpdate.Changed changed
                ? new BookUpdate.Changed(
                        workspace, changed.rules(), Campaigns.NONE, false, List.of(), changed.rejudge())
                : new BookUpdate.None();
    }

    private BookUpdate update(String workspace, WorkspaceCampaigns book, RuleUpdate ofRules, long at) {
        Campaigns before = book.inForce();
        boolean touchesRuns = book.settle(
                leaves -> rules.areSeeded(workspace, leaves), rules(workspace).zone(), at);
        List<CampaignWord> words = book.takeActivations(at);
        RuleUpdate watched = rules.watch(workspace, book.watched(), at, touchesRuns || !words.isEmpty());
        findNextDue();
        boolean campaignsChanged = book.inForce() != before;
        if (ofRules instanceof RuleUpdate.None && watched instanceof RuleUpdate.None && !campaignsChanged) {
            return new BookUpdate.None();
        }
        return new BookUpdate.Changed(
                workspace,
                rules(workspace),
                book.inForce(),
                campaignsChanged,
                words,
                rejudges(ofRules) || rejudges(watched));
    }

    private static boolean rejudges(RuleUpdate update) {
        return update instanceof RuleUpdate.Changed changed && changed.rejudge();
    }

    private void edit(RuleChange change) {
        String body = change.body();
        if (change.kind() == RuleChange.Kind.CAMPAIGN) {
            Optional<CampaignDefinition> definition = Optional.ofNullable(body).map(CampaignDefinition::read);
            of(change.workspace()).campaign(change.id(), definition, change.atMillis());
        } else if (change.kind() == RuleChange.Kind.CAMPAIGN_VERSION) {
            version(change);
        } else if (change.kind() == RuleChange.Kind.BACKFILL && body != null) {
            WorkspaceCampaigns book = workspaces.get(change.workspace());
            if (book != null) {
                rules.seeded(change.workspace(), book.backfilled(change.id(), BackfillStatus.read(body)));
            }
        }
    }

    private void version(RuleChange change) {
        String body = change.body();
        if (body != null) {
            CampaignVersion version = CampaignVersion.read(body);
            of(change.workspace()).version(version.campaign(), BookedVersion.of(version, change.version(), parser));
            return;
        }
        int mark = change.id().lastIndexOf('#');
        if (mark < 0) {
            throw new IllegalArgumentException("the id of a version has a number: " + change.id());
        }
        of(change.workspace())
                .versionDeleted(
                        change.id().substring(0, mark),
                        Long.parseLong(change.id().substring(mark + 1)));
    }

    private WorkspaceCampaigns of(String workspace) {
        return workspaces.computeIfAbsent(workspace, WorkspaceCampaigns::new);
    }

    private BookUpdate schedule(RuleChange change) {
        String workspace = change.workspace();
        WorkspaceCampaigns book = workspaces.get(workspace);
        if (book == null) {
            return new BookUpdate.None();
        }
        long at = change.atMillis();
        atMillis = Math.max(atMillis, at);
        List<CampaignWord> words = new ArrayList<>(book.takeActivations(at));
        for (CampaignWord word : book.takeScheduled(at, rules(workspace).zone())) {
            if (!words.contains(word)) {
                words.add(word);
            }
        }
        RuleUpdate watched = rules.watch(workspace, book.watched(), at, !words.isEmpty());
        findNextDue();
        return words.isEmpty()
                ? new BookUpdate.None()
                : new BookUpdate.Changed(workspace, rules(workspace), book.inForce(), false, words, rejudges(watched));
    }

    private void findNextDue() {
        RuleChange next = null;
        for (Map.Entry<String, WorkspaceCampaigns> entry : workspaces.entrySet()) {
            String workspace = entry.getKey();
            long at = entry.getValue().nextDue(rules(workspace).zone());
            if (at != BookedCampaign.NEVER && (next == null || at < next.atMillis())) {
                next = new RuleChange(RuleChange.Kind.SCHEDULE, workspace, "", version(), at, null);
            }
        }
        nextDue = next;
    }

    /** The whole book as JSON text, for {@link #read}. */
    public String write() {
        return CampaignBookJson.write(rules, workspaces, atMillis);
    }

    /** Fails if the text is none that this version or an older one wrote; those before campaigns were rule books. */
    public static CampaignBook read(String text, RuleParser parser) {
        return CampaignBookJson.read(text, parser);
    }
}
