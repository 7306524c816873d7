package io.millrace.query.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Timestamps;
import io.millrace.core.rule.Rule;
import io.millrace.query.audience.Channel;
import io.millrace.query.audience.Estimate;
import io.millrace.query.contact.ContactCards;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.segment.SegmentDraft.Rules;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Says how many contacts rules hold for, without keeping anything: an exact count as of the call, the share of all
 * contacts, a sample, how many can be reached and how the count went. Called by many threads at once.
 */
final class EstimateHandler {

    private final SegmentEditor editor;
    private final RulesReader rulesReader;
    private final SegmentAudience audience;
    private final CountHistory history;
    private final ContactCards cards;

    EstimateHandler(
            SegmentEditor editor,
            RulesReader rulesReader,
            SegmentAudience audience,
            CountHistory history,
            ContactCards cards) {
        this.editor = editor;
        this.rulesReader = rulesReader;
        this.audience = audience;
        this.history = history;
        this.cards = cards;
    }

    /** Of the rules in the body. */
    Reply ofRules(Call call) {
        return answer(call, Optional.empty());
    }

    /** Of the rules in the body, else of the segment's own. */
    Reply ofSegment(Call call) {
        return answer(call, Optional.of(editor.found(call.ownWorkspace().id(), call.inPath("id"))));
    }

    private Reply answer(Call call, Optional<SegmentVersion> segment) {
        Faults faults = new Faults();
        JsonNode json = call.body().length == 0 && segment.isPresent()
                ? JsonNodeFactory.instance.objectNode()
                : Json.parse(call.body());
        ObjectReader body = ObjectReader.of(json, "", faults).orElse(null);
        faults.throwIfAny();
        if (body == null) {
            throw new IllegalStateException("a body that is no object has a fault");
        }
        Rules rules = rulesReader.read(body);
        if (body.any("rules") == null && segment.isEmpty()) {
            faults.required("/rules", "rules are needed");
        }
        boolean wantsHistory = body.flag("history", false);
        body.finish();
        faults.throwIfAny();
        if (rules != null) {
            editor.checkNamed(
                    call.ownWorkspace().id(), segment.map(SegmentVersion::id).orElse(""), rules);
        }
        Rule rule =
                rules != null ? rules.rule() : segment.map(audience::ruleOf).orElseThrow(IllegalStateException::new);
        long now = call.at().toEpochMilli();
        ObjectNode answer = json(call, audience.estimate(call.ownWorkspace(), rule, now));
        if (rules == null) {
            answer.set(
                    "history",
                    history.kept(call, segment.map(SegmentVersion::id).orElse("")));
        } else if (wantsHistory) {
            answer.set("history", history.judged(call, rule));
        }
        answer.put("as_of", Timestamps.format(now));
        return Reply.json(200, answer);
    }

    private ObjectNode json(Call call, Estimate estimate) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("estimated_count", estimate.members());
        json.put("total_contacts", estimate.total());
        json.put("percentage", percentage(estimate.members(), estimate.total()));
        ArrayNode sample = json.putArray("sample");
        cards.of(call.ownWorkspace().id(), estimate.sample()).forEach(sample::add);
        ObjectNode reachable = json.putObject("reachable");
        for (Channel channel : Channel.values()) {
            reachable.put(channel.text(), estimate.reachable().getOrDefault(channel, 0L));
        }
        return json;
    }

    /** Between 0 and 100 with one decimal; a half is rounded up. */
    static BigDecimal percentage(long members, long total) {
        return total == 0
                ? BigDecimal.ZERO.setScale(1)
                : BigDecimal.valueOf(members)
                        .multiply(BigDecimal.valueOf(100))
                        .divide(BigDecimal.valueOf(total), 1, RoundingMode.HALF_UP);
    }
}
