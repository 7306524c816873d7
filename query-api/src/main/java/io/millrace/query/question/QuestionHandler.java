package io.millrace.query.question;

import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.request.Answer;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.TimeRangeParser;
import java.util.Optional;

/** Answers {@code POST /v1/analytics/query}, as JSON or as CSV. */
public final class QuestionHandler implements RouteHandler {

    private final QuestionParser questions;
    private final KnownSegments segments;

    public QuestionHandler(QuestionParser questions, KnownSegments segments) {
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
        segments.require(faults.mentionedSegments(), call.ownWorkspace().id());
        Answer answer = asked.orElseThrow(() -> new IllegalStateException("no question and no fault"))
                .answer(new Scope(call.ownWorkspace().id(), call.at()));
        return csv ? Reply.csv(answer.header(), answer.rows()) : Reply.json(200, answer.json());
    }
}
