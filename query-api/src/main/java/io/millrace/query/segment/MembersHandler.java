package io.millrace.query.segment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Timestamps;
import io.millrace.query.audience.AsOf;
import io.millrace.query.contact.ContactCards;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.list.Page;
import io.millrace.query.request.Faults;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Lists who is in a segment: now, as the job has it, or by its rules until the job has judged them; at a past instant, judged by what happened by then over everything
 * known now; or as it was known at an instant, by the log of changes. Called by many threads at once.
 */
final class MembersHandler {

    private static final List<String> PARAMETERS = List.of("at", "known_at", "limit", "cursor", "format");
    private static final String CURSOR = "m1";

    /** Instants that rules can be judged at, see {@link AsOf}. */
    private static final long LATEST = 7_258_118_400_000L;

    private final SegmentEditor editor;
    private final Settling settling;
    private final MemberPages pages;
    private final SegmentAudience audience;
    private final ContactCards cards;

    MembersHandler(
            SegmentEditor editor, Settling settling, MemberPages pages, SegmentAudience audience, ContactCards cards) {
        this.editor = editor;
        this.settling = settling;
        this.pages = pages;
        this.audience = audience;
        this.cards = cards;
    }

    Reply answer(Call call) {
        String workspace = call.ownWorkspace().id();
        SegmentVersion segment = editor.found(workspace, call.inPath("id"));
        Faults faults = new Faults();
        call.knowOnly(PARAMETERS, faults);
        Page page = Page.of(call, CURSOR, 2, faults);
        OptionalLong at = instant(call, "at", faults);
        OptionalLong knownAt = instant(call, "known_at", faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        faults.throwIfAny();
        Optional<ContactId> after =
                page.after().map(place -> new ContactId((int) (place.get(0) & 0xffff), place.get(1)));
        List<ContactId> ids = members(call, segment, at, knownAt, after, page.limit() + 1);
        boolean more = ids.size() > page.limit();
        List<ContactId> shown = more ? ids.subList(0, page.limit()) : ids;
        if (csv) {
            return Reply.csv(ContactCards.CSV_HEADER, cards.cells(workspace, shown));
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode data = body.putArray("data");
        cards.of(workspace, shown).forEach(data::add);
        body.put("has_more", more);
        body.put("next_cursor", more ? cursor(shown.get(shown.size() - 1)) : null);
        body.put("as_of", Timestamps.format(at.orElse(knownAt.orElse(call.at().toEpochMilli()))));
        return Reply.json(200, body);
    }

    private List<ContactId> members(
            Call call,
            SegmentVersion segment,
            OptionalLong at,
            OptionalLong knownAt,
            Optional<ContactId> after,
            int limit) {
        String workspace = call.ownWorkspace().id();
        if (knownAt.isPresent()) {
            return pages.known(workspace, segment.id(), at, knownAt.getAsLong(), after, limit);
        }
        if (at.isPresent()) {
            return audience.members(
                    call.ownWorkspace(), audience.ruleOf(segment), AsOf.at(at.getAsLong()), after, limit);
        }
        if (!settling.status(workspace, segment).active()) {
            // The job has the members of the rules before these.
            return audience.members(
                    call.ownWorkspace(),
                    audience.ruleOf(segment),
                    AsOf.at(call.at().toEpochMilli()),
                    after,
                    limit);
        }
        return pages.now(workspace, segment.id(), after, limit);
    }

    private static String cursor(ContactId id) {
        return Page.cursor(CURSOR, List.of((long) id.high16(), id.low64()));
    }

    /** The plus of an offset arrives as a space where a client did not encode it. */
    private static OptionalLong instant(Call call, String name, Faults faults) {
        Optional<String> text = call.parameter(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong millis = Timestamps.parse(text.get().replace(' ', '+'));
        if (millis.isEmpty() || millis.getAsLong() < 0 || millis.getAsLong() > LATEST) {
            faults.invalid(name, TextNode.valueOf(text.get()), "an instant between 1970 and 2200");
            return OptionalLong.empty();
        }
        return millis;
    }
}
