package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.CampaignDefinition;
import io.millrace.query.http.Call;
import io.millrace.query.http.ExpectedVersion;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import java.util.Optional;
import java.util.OptionalLong;

/** What requests about campaigns say in every API; every fault is named. Used by one thread. */
final class CampaignBody {

    private final Call call;
    private final CampaignForm form;
    private final JsonNode json;
    private final Faults faults = new Faults();
    private final ObjectReader reader;

    /** Ends the request if its body is no JSON object. */
    CampaignBody(Call call, CampaignForm form) {
        this.call = call;
        this.form = form;
        this.json = Json.parse(call.body());
        Optional<ObjectReader> object = ObjectReader.of(json, "", faults);
        faults.throwIfAny();
        this.reader = object.orElseThrow();
        form.fields().forEach(reader::any);
    }

    /** For the fields that one API alone has; to be read before the rest. */
    ObjectReader reader() {
        return reader;
    }

    Faults faults() {
        return faults;
    }

    CampaignDraft draft(Optional<String> type, Optional<String> goal) {
        String name = reader.requiredText("name", "a name").orElse("");
        String description = reader.text("description").orElse("");
        finish(Optional.of(name), Optional.of(description));
        // What is null is as if it were not there.
        ObjectNode content = FormFields.laidOver(JsonNodeFactory.instance.objectNode(), FormFields.of(json, form));
        return new CampaignDraft(name, description, type, goal, form, content);
    }

    CampaignEdit edit(Optional<String> type, Optional<String> goal, Optional<Move> move, boolean enrollExisting) {
        Optional<String> name = reader.any("name") == null ? Optional.empty() : reader.requiredText("name", "a name");
        Optional<String> description = reader.text("description");
        OptionalLong revision = ExpectedVersion.of(call, reader, faults);
        finish(name, description);
        return new CampaignEdit(
                name, description, type, goal, form, FormFields.of(json, form), move, enrollExisting, revision);
    }

    private void finish(Optional<String> name, Optional<String> description) {
        reader.finish();
        name.ifPresent(text -> checkLength("/name", text, CampaignDefinition.NAME_LENGTH_MAX));
        description.ifPresent(text -> checkLength("/description", text, CampaignDefinition.DESCRIPTION_LENGTH_MAX));
        faults.throwIfAny();
    }

    private void checkLength(String field, String text, int most) {
        if (text.length() > most) {
            String expected = "up to " + most + " characters";
            faults.add(field, "out_of_range", null, expected, "expected " + expected + ", found " + text.length());
        }
    }
}
