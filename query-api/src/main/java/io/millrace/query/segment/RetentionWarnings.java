package io.millrace.query.segment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.audience.RuleLeaves;
import io.millrace.core.definition.Workspace;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleJson;
import io.millrace.query.purge.KeptEvents;
import io.millrace.streams.definition.SettingsStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Says of a segment which of its conditions depend on events that the workspace does not keep: live they are counted on,
 * but no back-fill, estimate or explanation finds them again. Thread-safe.
 */
final class RetentionWarnings {

    private final SettingsStore settings;
    private final RulesReader rules;

    RetentionWarnings(SettingsStore settings, RulesReader rules) {
        this.settings = settings;
        this.rules = rules;
    }

    /** The segment as it is shown, with its warnings if there are any. */
    ObjectNode added(ObjectNode shown, SegmentVersion segment, Workspace workspace, Instant now) {
        Optional<Integer> days = settings.get(workspace.id()).retentionDays();
        if (days.isEmpty() || segment.definition().rules() == null) {
            return shown;
        }
        Duration kept = Duration.ofDays(days.get());
        Instant keptFrom = KeptEvents.from(workspace, days.get(), now);
        ArrayNode warnings = JsonNodeFactory.instance.arrayNode();
        rules.stored(segment.definition().rules()).ifPresent(rule -> RuleLeaves.overEvents(rule).stream()
                .filter(leaf -> Reach.isBeyond(leaf, kept, keptFrom))
                .forEach(leaf -> warnings.add(warning(leaf, days.get()))));
        if (!warnings.isEmpty()) {
            shown.set("warnings", warnings);
        }
        return shown;
    }

    private static ObjectNode warning(Rule leaf, int days) {
        ObjectNode warning = JsonNodeFactory.instance.objectNode().put("code", "beyond_retention");
        warning.set("condition", RuleJson.write(leaf));
        return warning.put(
                "message",
                "looks back further than the " + days + " days for which events are kept: what was counted stays"
                        + " counted, but a back-fill after an edit, estimates and explanations no longer find it");
    }
}
