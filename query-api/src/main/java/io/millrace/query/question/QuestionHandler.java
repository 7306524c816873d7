package io.millrace.query.question;

import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.request.Answer;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.request.Problem;
import io.millrace.query.time.TimeRangeParser;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Answers {@code POST /v1/analytics/query}, as JSON or as CSV. */
public final class QuestionHandler implements RouteHandler {

    private final QuestionParser questions;
    private final BiPredicate<String, String> segments;

    /** @param segments whether a workspace (its id) has a segment (its id) */
    public QuestionHandler(QuestionParser questions, BiPredicate<String, String> segments) {
        this.questions = questions;
        this.segments = segments;
    }

    @Override
    public Reply answer(Call call) {
        Faults faults = new Faults();
        Optional<ObjectReader> query = ObjectReader.of(Json.parse(call.body()), "", faults);
        boolean csv = query.isPresent() && call.wantsCsv(query.get().text("format"), "/format", faults);
        TimeRangeParser ranges = new TimeRangeParser(call.ownWorkspace().timezone(), call.at());
        Optional<Asked> asked = query.flatMap(body -> questions.parse(body, ranges));
        faults.throwIfAny();
        for (String segment : faults.mentionedSegments()) {
            if (!segments.test(call.ownWorkspace().id(), segment)) {
                throw Problem.notFound("segment " + segment).exception();
            }
        }
        Answer answer = asked.orElseThrow(() -> new IllegalStateException("no question and no fault"))
                .answer(new Scope(call.ownWorkspace().id(), call.at()));
        return csv ? Reply.csv(answer.header(), answer.rows()) : Reply.json(200, answer.json());
    }
}
