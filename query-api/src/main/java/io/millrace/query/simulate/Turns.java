package io.millrace.query.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.simulate.Budget;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.request.Json;
import io.millrace.query.request.Problem;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Lets so many simulations run at once as the settings say, of whatever kind; the others wait for their turn. A turn ends
 * when its answer has been told, since until then it takes memory. Thread-safe.
 */
public final class Turns {

    private final SimulateSettings settings;
    private final Semaphore free;

    public Turns(SimulateSettings settings) {
        this.settings = settings;
        this.free = new Semaphore(settings.atOnce(), true);
    }

    /** Answers a call when there is room for it; what runs out of time or room for its answer is a problem of the caller. */
    Reply answer(Call call, Function<JsonNode, JsonAnswer> simulation) {
        take();
        boolean answered = false;
        try {
            JsonAnswer answer = simulation.apply(Json.parse(call.body()));
            answered = true;
            return new Reply(200, Reply.JSON, new ToldInTurn(answer, free::release));
        } catch (Budget.ExceededException e) {
            throw Problem.limitExceeded(
                            e.limit(),
                            e.bound(),
                            e.getMessage() + "; send fewer events, segments or checkpoints in one request")
                    .exception();
        } finally {
            if (!answered) {
                free.release();
            }
        }
    }

    private void take() {
        try {
            if (!free.tryAcquire(settings.time().toMillis(), TimeUnit.MILLISECONDS)) {
                throw Problem.of(503, "unavailable", "too many simulations run at the moment; try again")
                        .exception();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(503, "unavailable", "the service stops").exception();
        }
    }
}
