package io.millrace.query.template;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.MessageTemplate;
import io.millrace.query.campaign.CampaignUses;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.TenantEnvelope;
import io.millrace.query.list.CreatedPage;
import io.millrace.query.list.RowPage;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Problem;
import io.millrace.query.write.CreatedOnce;
import io.millrace.streams.definition.Definitions.VersionConflictException;
import io.millrace.streams.definition.TemplateStore;
import java.util.List;

/** Creates, lists, shows, edits and deletes templates. Called by many threads at once. */
final class TemplatesHandler {

    private static final String CURSOR = "t1";
    private static final List<String> LIST_COLUMNS =
            List.of("id", "name", "channel", "subject", "group", "variables", "created_at", "updated_at");
    private static final String ID = "id";

    private final TemplateStore templates;
    private final CampaignUses uses;
    private final CreatedOnce createdOnce;

    TemplatesHandler(TemplateStore templates, CampaignUses uses, CreatedOnce createdOnce) {
        this.templates = templates;
        this.uses = uses;
        this.createdOnce = createdOnce;
    }

    Reply create(Call call) {
        return Reply.json(
                201,
                TemplateJson.of(created(call, new TemplateBody(call, TemplateWords.GROWTHOS)), TemplateWords.GROWTHOS));
    }

    Reply createForTenant(Call call) {
        TemplateBody body = new TemplateBody(call, TemplateWords.TENANT);
        TenantEnvelope.requireWorkspace(call, body.reader());
        return TenantEnvelope.reply(201, TemplateJson.of(created(call, body), TemplateWords.TENANT));
    }

    private MessageTemplate created(Call call, TemplateBody body) {
        MessageTemplate template = body.created(() -> createdOnce.idFor(call), call.at());
        try {
            templates.create(workspace(call), template);
            return template;
        } catch (VersionConflictException e) {
            return templates.get(workspace(call), template.id()).orElseThrow(() -> e);
        }
    }

    Reply list(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of("limit", "cursor", "format"), faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        CreatedPage<MessageTemplate> page = CreatedPage.of(
                call,
                CURSOR,
                templates.all(workspace(call)),
                template -> CreatedPage.place(template.createdAt(), template.id()),
                faults);
        RowPage rows = new RowPage(
                page.shown().stream()
                        .map(template -> TemplateJson.of(template, TemplateWords.GROWTHOS))
                        .toList(),
                page.nextCursor());
        return csv ? rows.csv(LIST_COLUMNS) : rows.json();
    }

    Reply listForTenant(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of("workspace", "limit", "offset"), faults);
        TenantEnvelope.requireWorkspace(call, faults);
        TenantEnvelope.Slice slice = TenantEnvelope.slice(call, faults);
        faults.throwIfAny();
        return slice.reply(templates.all(workspace(call)), template -> TemplateJson.of(template, TemplateWords.TENANT));
    }

    Reply show(Call call) {
        return Reply.json(200, TemplateJson.of(found(call), TemplateWords.GROWTHOS));
    }

    Reply showForTenant(Call call) {
        return TenantEnvelope.reply(200, TemplateJson.of(found(call), TemplateWords.TENANT));
    }

    Reply edit(Call call) {
        return Reply.json(200, TemplateJson.of(edited(call, TemplateWords.GROWTHOS), TemplateWords.GROWTHOS));
    }

    Reply editForTenant(Call call) {
        return TenantEnvelope.reply(200, TemplateJson.of(edited(call, TemplateWords.TENANT), TemplateWords.TENANT));
    }

    Reply delete(Call call) {
        return Reply.json(200, deleted(call));
    }

    Reply deleteForTenant(Call call) {
        return TenantEnvelope.reply(200, deleted(call));
    }

    private MessageTemplate edited(Call call, TemplateWords words) {
        found(call);
        TemplateBody.Edit edit = new TemplateBody(call, words).edit();
        return templates
                .change(workspace(call), call.inPath(ID), before -> edit.of(before, call.at()))
                .orElseThrow(TemplatesHandler::notFound);
    }

    private ObjectNode deleted(Call call) {
        String id = found(call).id();
        uses.throwIfSends(workspace(call), id);
        if (!templates.delete(workspace(call), id)) {
            throw notFound();
        }
        return JsonNodeFactory.instance.objectNode().put("id", id).put("deleted", true);
    }

    private MessageTemplate found(Call call) {
        return templates.get(workspace(call), call.inPath(ID)).orElseThrow(TemplatesHandler::notFound);
    }

    private static RuntimeException notFound() {
        return Problem.notFound("Template").exception();
    }

    private static String workspace(Call call) {
        return call.ownWorkspace().id();
    }
}
