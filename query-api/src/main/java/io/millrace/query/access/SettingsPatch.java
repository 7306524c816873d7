package io.millrace.query.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.definition.Workspace;
import io.millrace.core.definition.WorkspaceSettings;
import io.millrace.core.definition.WorkspaceSettings.GroupDefault;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A change of settings: what is absent stays, what is null is unset.
 *
 * @param groups null as a value removes the group
 */
record SettingsPatch(
        Optional<String> name,
        Optional<ZoneId> timezone,
        Optional<Optional<String>> domain,
        Optional<Optional<String>> defaultFromEmail,
        Map<String, Optional<GroupDefault>> groups,
        Optional<Optional<Integer>> retentionDays) {

    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z0-9-]{1,63}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,253}");
    private static final Map<String, GroupDefault> CHOICES =
            Map.of("subscribed", GroupDefault.SUBSCRIBED, "unsubscribed", GroupDefault.UNSUBSCRIBED);

    SettingsPatch {
        groups = Map.copyOf(groups);
    }

    static SettingsPatch read(byte[] body) {
        Faults faults = new Faults();
        JsonNode json = Json.parse(body);
        Optional<ObjectReader> object = ObjectReader.of(json, "", faults);
        faults.throwIfAny();
        ObjectReader reader = object.orElseThrow();
        Optional<String> name = reader.text("name");
        name.filter(text -> text.isBlank() || text.length() > Workspace.NAME_LENGTH_MAX)
                .ifPresent(text -> faults.invalid(
                        "/name", TextNode.valueOf(text), "1 to " + Workspace.NAME_LENGTH_MAX + " characters"));
        SettingsPatch patch = new SettingsPatch(
                name,
                timezone(reader),
                matching(json, reader, "domain", DOMAIN, "a domain, acme.com"),
                matching(json, reader, "default_from_email", EMAIL, "an e-mail address"),
                groups(reader),
                retentionDays(json, reader));
        reader.finish();
        faults.throwIfAny();
        return patch;
    }

    boolean changesWorkspace() {
        return name.isPresent() || timezone.isPresent();
    }

    Workspace applyTo(Workspace known) {
        return new Workspace(
                known.id(),
                name.orElse(known.name()),
                known.slug(),
                timezone.orElse(known.timezone()),
                known.createdAt());
    }

    WorkspaceSettings applyTo(WorkspaceSettings known) {
        Map<String, GroupDefault> all = new TreeMap<>(known.subscriptionGroups());
        groups.forEach((group, choice) -> {
            if (choice.isPresent()) {
                all.put(group, choice.get());
            } else {
                all.remove(group);
            }
        });
        if (all.size() > WorkspaceSettings.GROUPS_MAX) {
            Faults faults = new Faults();
            faults.add(
                    "/subscription_groups",
                    "out_of_range",
                    null,
                    null,
                    "a workspace has up to " + WorkspaceSettings.GROUPS_MAX + " subscription groups");
            faults.throwIfAny();
        }
        return new WorkspaceSettings(
                domain.orElse(known.domain()),
                defaultFromEmail.orElse(known.defaultFromEmail()),
                all,
                retentionDays.orElse(known.retentionDays()));
    }

    private static Optional<ZoneId> timezone(ObjectReader reader) {
        Optional<String> text = reader.text("timezone");
        try {
            return text.map(ZoneId::of);
        } catch (DateTimeException e) {
            reader.faults().invalid("/timezone", TextNode.valueOf(text.orElse("")), "an IANA zone, Europe/Berlin");
            return Optional.empty();
        }
    }

    /** Present if the field is there, and then empty if it is null. */
    private static Optional<Optional<String>> matching(
            JsonNode json, ObjectReader reader, String field, Pattern pattern, String expected) {
        Optional<String> text = reader.text(field);
        text.filter(value -> !pattern.matcher(value).matches())
                .ifPresent(value -> reader.faults().invalid("/" + field, TextNode.valueOf(value), expected));
        return json.has(field) ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Optional<Integer>> retentionDays(JsonNode json, ObjectReader reader) {
        JsonNode days = reader.any("retention_days");
        if (days == null) {
            return json.has("retention_days") ? Optional.of(Optional.empty()) : Optional.empty();
        }
        if (!days.isInt() || days.intValue() < 1 || days.intValue() > WorkspaceSettings.RETENTION_DAYS_MAX) {
            reader.faults()
                    .invalid(
                            "/retention_days",
                            days,
                            "a whole number of days from 1 to " + WorkspaceSettings.RETENTION_DAYS_MAX + ", or null");
            return Optional.empty();
        }
        return Optional.of(Optional.of(days.intValue()));
    }

    private static Map<String, Optional<GroupDefault>> groups(ObjectReader reader) {
        Map<String, Optional<GroupDefault>> groups = new TreeMap<>();
        JsonNode object = reader.any("subscription_groups");
        if (object == null) {
            return groups;
        }
        if (!object.isObject()) {
            reader.faults().wrongType("/subscription_groups", object, "an object of groups");
            return groups;
        }
        for (Iterator<Map.Entry<String, JsonNode>> fields = object.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            String pointer = reader.at("subscription_groups") + "/"
                    + field.getKey().replace("~", "~0").replace("/", "~1");
            if (!WorkspaceSettings.GROUP.matcher(field.getKey()).matches()) {
                reader.faults()
                        .invalid(
                                pointer,
                                TextNode.valueOf(field.getKey()),
                                "1 to 64 letters, digits, hyphens and underscores as a group's id");
            } else if (field.getValue().isNull()) {
                groups.put(field.getKey(), Optional.empty());
            } else {
                ObjectReader.of(field.getValue(), pointer, reader.faults()).ifPresent(group -> {
                    groups.put(
                            field.getKey(), Optional.of(group.choice("default", CHOICES, GroupDefault.UNSUBSCRIBED)));
                    group.finish();
                });
            }
        }
        return groups;
    }
}
