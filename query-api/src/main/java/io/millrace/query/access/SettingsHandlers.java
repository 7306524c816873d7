package io.millrace.query.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.Workspace;
import io.millrace.core.definition.WorkspaceSettings;
import io.millrace.core.event.Timestamps;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.request.Problem;
import io.millrace.streams.definition.Access;
import io.millrace.streams.definition.SettingsStore;
import java.util.Locale;
import java.util.TreeMap;

/** Reads and changes a workspace's settings. */
public final class SettingsHandlers {

    private final Access access;
    private final SettingsStore settings;

    public SettingsHandlers(Access access, SettingsStore settings) {
        this.access = access;
        this.settings = settings;
    }

    public Reply get(Call call) {
        Workspace workspace = call.ownWorkspace();
        return Reply.json(200, json(workspace, settings.get(workspace.id())));
    }

    /** Changes what the body names and nothing else; null unsets. */
    public Reply patch(Call call) {
        SettingsPatch patch = SettingsPatch.read(call.body());
        Workspace workspace = call.ownWorkspace();
        if (patch.changesWorkspace()) {
            workspace = access.change(workspace.id(), patch::applyTo)
                    .orElseThrow(() -> Problem.notFound("Workspace").exception());
        }
        WorkspaceSettings changed = settings.change(workspace.id(), patch::applyTo);
        return Reply.json(200, json(workspace, changed));
    }

    private static JsonNode json(Workspace workspace, WorkspaceSettings settings) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("project_id", workspace.id())
                .put("name", workspace.name())
                .put("slug", workspace.slug())
                .put("domain", settings.domain().orElse(null))
                .put("timezone", workspace.timezone().getId())
                .put("default_from_email", settings.defaultFromEmail().orElse(null));
        json.put("retention_days", settings.retentionDays().orElse(null));
        ObjectNode groups = json.putObject("subscription_groups");
        new TreeMap<>(settings.subscriptionGroups()).forEach((group, choice) -> groups.putObject(group)
                .put("default", choice.name().toLowerCase(Locale.ROOT)));
        return json.put("created_at", Timestamps.format(workspace.createdAt().toEpochMilli()));
    }
}
