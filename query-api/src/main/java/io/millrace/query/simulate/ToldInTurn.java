package io.millrace.query.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.query.http.Body;
import io.millrace.query.request.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** A simulation's answer, whose turn is over when it has been written or given up. */
final class ToldInTurn implements Body {

    private final JsonAnswer answer;
    private final Runnable endTurn;
    private final AtomicBoolean over = new AtomicBoolean();

    ToldInTurn(JsonAnswer answer, Runnable endTurn) {
        this.answer = answer;
        this.endTurn = endTurn;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        JsonGenerator json = Json.MAPPER.createGenerator(out);
        // Not closed where writing fails, as that would complete the text: what breaks off must not look whole.
        answer.writeTo(json);
        json.flush();
    }

    @Override
    public void close() {
        if (over.compareAndSet(false, true)) {
            endTurn.run();
        }
    }
}
