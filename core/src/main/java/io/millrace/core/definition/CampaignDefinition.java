package io.millrace.core.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.campaign.engine.CampaignStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A campaign as it stands: the body of a definition of kind {@code CAMPAIGN}, under its id. What it does is written
 * before, in a {@link CampaignVersion}; the one that is named here is in force from this record's append time on, and so
 * are the status and the activation.
 *
 * @param status where it is in its life; a campaign whose definition is deleted is over
 * @param version the number of the version that contacts enter with, from 1 on
 * @param startAt that of the version's settings: for who does not read the version
 * @param endAt likewise
 * @param type what CampaignOS calls it, {@code AUTOMATED}; empty if nobody said
 * @param goal what the Tenant API says it is for, {@code lead_gen}; empty if nobody said
 * @param statusSince when it came to its status; empty if that was not noted
 */
public record CampaignDefinition(
        String id,
        String name,
        String description,
        CampaignStatus status,
        long version,
        Activation activation,
        Optional<Instant> startAt,
        Optional<Instant> endAt,
        Optional<String> type,
        Optional<String> goal,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> statusSince) {

    public static final String PREFIX = "cmp_";
    public static final int NAME_LENGTH_MAX = 200;
    public static final int DESCRIPTION_LENGTH_MAX = 2_000;

    public CampaignDefinition {
        if (id.isEmpty() || name.isBlank()) {
            throw new IllegalArgumentException("a campaign needs an id and a name");
        }
        if (version < 1) {
            throw new IllegalArgumentException("versions of a campaign count from 1, found " + version);
        }
    }

    /** One of which nobody noted when it came to its status. */
    public CampaignDefinition(
            String id,
            String name,
            String description,
            CampaignStatus status,
            long version,
            Activation activation,
            Optional<Instant> startAt,
            Optional<Instant> endAt,
            Optional<String> type,
            Optional<String> goal,
            Instant createdAt,
            Instant updatedAt) {
        this(
                id,
                name,
                description,
                status,
                version,
                activation,
                startAt,
                endAt,
                type,
                goal,
                createdAt,
                updatedAt,
                Optional.empty());
    }

    /**
     * What begins, beside the status, with the record in which its number is first seen. Of two records with the same
     * number the second begins nothing.
     *
     * @param number 0 before the first launch; grows with each launch, with a resumption that enrolls members, and with each
     *     call that fires triggers
     * @param enrollExisting whether the members of the segments that triggers are on enter then
     * @param fires the ids of scheduled triggers that fire then, or at the campaign's start if that is later
     */
    public record Activation(long number, boolean enrollExisting, List<String> fires) {

        public static final Activation NONE = new Activation(0, false, List.of());

        public Activation {
            fires = List.copyOf(fires);
            if (number < 0) {
                throw new IllegalArgumentException("activations count from 1, found " + number);
            }
        }

        /** The one after this. */
        public Activation next(boolean enrollsExisting, List<String> fired) {
            return new Activation(number + 1, enrollsExisting, fired);
        }
    }

    /** The same, but with another activation. */
    public CampaignDefinition activated(Activation next, Instant now) {
        return new CampaignDefinition(
                id, name, description, status, version, next, startAt, endAt, type, goal, createdAt, now, statusSince);
    }

    /** The definition's body as JSON text. */
    public String write() {
        ObjectNode json = DefinitionJson.object()
                .put("id", id)
                .put("name", name)
                .put("description", description)
                .put("status", status.text())
                .put("version", version)
                .put("activation", activation.number())
                .put("enroll_existing", activation.enrollExisting());
        activation.fires().forEach(json.putArray("fires")::add);
        startAt.ifPresent(at -> json.put("start_at", at.toString()));
        endAt.ifPresent(at -> json.put("end_at", at.toString()));
        type.ifPresent(given -> json.put("type", given));
        goal.ifPresent(given -> json.put("goal", given));
        statusSince.ifPresent(at -> json.put("status_since", at.toString()));
        json.put("created_at", createdAt.toString()).put("updated_at", updatedAt.toString());
        return DefinitionJson.write(json);
    }

    /**
     * Reads a body; unknown fields are left for newer versions.
     *
     * @throws IllegalArgumentException if it is damaged
     */
    public static CampaignDefinition read(String body) {
        JsonNode json = DefinitionJson.read(body);
        return new CampaignDefinition(
                DefinitionJson.text(json, "id"),
                DefinitionJson.text(json, "name"),
                json.path("description").asText(""),
                CampaignStatus.valueOf(DefinitionJson.text(json, "status").toUpperCase(Locale.ROOT)),
                DefinitionJson.whole(json, "version"),
                new Activation(
                        DefinitionJson.whole(json, "activation"),
                        json.path("enroll_existing").asBoolean(),
                        texts(json.path("fires"))),
                instant(json, "start_at"),
                instant(json, "end_at"),
                Optional.ofNullable(json.path("type").textValue()),
                Optional.ofNullable(json.path("goal").textValue()),
                DefinitionJson.instant(json, "created_at"),
                DefinitionJson.instant(json, "updated_at"),
                instant(json, "status_since"));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Optional<Instant> instant(JsonNode json, String field) {
        return json.has(field) ? Optional.of(DefinitionJson.instant(json, field)) : Optional.empty();
    }
}
