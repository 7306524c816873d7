package io.millrace.streams.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.WorkspaceSettings;
import io.millrace.core.definition.WorkspaceSettings.GroupDefault;
import io.millrace.streams.definition.Definition.Key;
import io.millrace.streams.definition.Definition.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings of workspaces over {@link Definitions}. Thread-safe. */
public final class SettingsStore {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsStore.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "settings";

    private final Definitions definitions;

    public SettingsStore(Definitions definitions) {
        this.definitions = definitions;
    }

    /** Empty settings if the workspace has set nothing, or what it set is damaged. */
    public WorkspaceSettings get(String workspace) {
        return read(definitions.get(new Key(Kind.SETTINGS, workspace, ID)));
    }

    private static WorkspaceSettings read(Optional<Definition> definition) {
        try {
            return definition.map(Definition::body).map(SettingsStore::read).orElse(WorkspaceSettings.EMPTY);
        } catch (IllegalArgumentException e) {
            Definition damaged = definition.orElseThrow();
            LOG.error("{} version {} is damaged: {}", damaged.key(), damaged.version(), e.getMessage());
            return WorkspaceSettings.EMPTY;
        }
    }

    /**
     * Changes what is set; what others change at the same time is not lost.
     *
     * @param change may be called more than once
     */
    public WorkspaceSettings change(String workspace, UnaryOperator<WorkspaceSettings> change) {
        Key key = new Key(Kind.SETTINGS, workspace, ID);
        return Conflicts.retried(() -> {
            Optional<Definition> known = definitions.get(key);
            WorkspaceSettings changed = change.apply(read(known));
            definitions.put(key, known.map(Definition::version).orElse(Definitions.ABSENT), write(changed));
            return changed;
        });
    }

    /**
     * Reads a definition's body; fields that this version does not know are left alone.
     *
     * @throws IllegalArgumentException if it is damaged
     */
    public static WorkspaceSettings read(String body) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("settings are not JSON: " + e.getOriginalMessage(), e);
        }
        Map<String, GroupDefault> groups = new TreeMap<>();
        json.path("subscription_groups")
                .fields()
                .forEachRemaining(group -> groups.put(
                        group.getKey(),
                        GroupDefault.valueOf(
                                group.getValue().path("default").asText().toUpperCase(Locale.ROOT))));
        return new WorkspaceSettings(
                Optional.ofNullable(json.path("domain").textValue()),
                Optional.ofNullable(json.path("default_from_email").textValue()),
                groups,
                json.path("retention_days").isInt()
                        ? Optional.of(json.path("retention_days").intValue())
                        : Optional.empty());
    }

    static String write(WorkspaceSettings settings) {
        ObjectNode json = JSON.createObjectNode();
        settings.domain().ifPresent(domain -> json.put("domain", domain));
        settings.defaultFromEmail().ifPresent(email -> json.put("default_from_email", email));
        settings.retentionDays().ifPresent(days -> json.put("retention_days", days));
        ObjectNode groups = json.putObject("subscription_groups");
        new TreeMap<>(settings.subscriptionGroups()).forEach((group, choice) -> groups.putObject(group)
                .put("default", choice.name().toLowerCase(Locale.ROOT)));
        return json.toString();
    }
}
