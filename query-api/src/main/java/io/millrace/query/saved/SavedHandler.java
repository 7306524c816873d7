package io.millrace.query.saved;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.SavedQuery;
import io.millrace.core.event.Timestamps;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.list.CreatedPage;
import io.millrace.query.question.KnownSegments;
import io.millrace.query.question.QuestionParser;
import io.millrace.query.question.Scope;
import io.millrace.query.request.Answer;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.write.CreatedOnce;
import io.millrace.streams.definition.Definitions;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates, lists, edits, deletes and asks the saved queries of one shelf. Reading one asks it: the answer is that of the
 * query, with the definition's fields before it. Called by many threads at once.
 */
final class SavedHandler {

    private static final List<String> HEADER =
            List.of("id", "name", "description", "query", "version", "created_at", "updated_at");
    private static final List<String> LIST_PARAMETERS = List.of("limit", "cursor", "format");

    private final SavedQueries queries;
    private final SavedParser parser;
    private final CreatedOnce createdOnce;
    private final Shelf shelf;

    SavedHandler(Definitions definitions, QuestionParser questions, KnownSegments segments, Shelf shelf) {
        this.queries = new SavedQueries(definitions, shelf);
        this.parser = new SavedParser(questions, segments, shelf);
        this.createdOnce = new CreatedOnce(definitions, "POST " + shelf.path(), shelf.newId());
        this.shelf = shelf;
    }

    Reply create(Call call) {
        SavedDraft draft = parser.draft(call);
        SavedQuery saved = new SavedQuery(
                createdOnce.idFor(call),
                draft.name().orElseThrow(),
                draft.description().orElse(""),
                draft.query().orElseThrow(),
                call.at(),
                call.at());
        return Reply.json(201, json(queries.create(call.ownWorkspace().id(), saved)));
    }

    Reply list(Call call) {
        Faults faults = new Faults();
        call.knowOnly(LIST_PARAMETERS, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        CreatedPage<SavedVersion> page = CreatedPage.of(
                call, shelf.idPrefix(), queries.all(call.ownWorkspace().id()), SavedVersion::place, faults);
        if (csv) {
            return Reply.csv(
                    HEADER, page.shown().stream().map(SavedHandler::cells).toList());
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode data = body.putArray("data");
        page.shown().forEach(saved -> data.add(json(saved)));
        body.put("has_more", page.nextCursor().isPresent());
        body.put("next_cursor", page.nextCursor().orElse(null));
        return Reply.json(200, body);
    }

    Reply ask(Call call) {
        Faults faults = new Faults();
        List<String> known = new ArrayList<>(shelf.overrides());
        known.add("format");
        call.knowOnly(known, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        faults.throwIfAny();
        SavedVersion saved = queries.found(call.ownWorkspace().id(), call.inPath("id"));
        Answer answer = parser.asked(call, saved.saved())
                .answer(new Scope(call.ownWorkspace().id(), call.at()));
        if (csv) {
            return Reply.csv(answer.header(), answer.rows());
        }
        return Reply.json(200, json(saved).setAll(answer.json()));
    }

    Reply edit(Call call) {
        SavedDraft draft = parser.edit(call);
        SavedVersion edited = queries.edit(
                call.ownWorkspace().id(),
                call.inPath("id"),
                draft.expectedVersion(),
                old -> new SavedQuery(
                        old.id(),
                        draft.name().orElse(old.name()),
                        draft.description().orElse(old.description()),
                        draft.query().isPresent() ? draft.query().get() : old.query(),
                        old.createdAt(),
                        call.at()));
        return Reply.json(200, json(edited));
    }

    Reply delete(Call call) {
        String id = call.inPath("id");
        queries.delete(call.ownWorkspace().id(), id);
        return Reply.json(
                200, JsonNodeFactory.instance.objectNode().put("id", id).put("deleted", true));
    }

    private static ObjectNode json(SavedVersion version) {
        SavedQuery saved = version.saved();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", saved.id());
        json.put("name", saved.name());
        json.put("description", saved.description());
        json.set("query", saved.query());
        json.put("version", version.version());
        json.put("created_at", Timestamps.format(saved.createdAt().toEpochMilli()));
        json.put("updated_at", Timestamps.format(saved.updatedAt().toEpochMilli()));
        return json;
    }

    private static List<String> cells(SavedVersion version) {
        ObjectNode json = json(version);
        return HEADER.stream()
                .map(name -> name.equals("query")
                        ? Json.text(json.get(name))
                        : json.get(name).asText())
                .toList();
    }
}
