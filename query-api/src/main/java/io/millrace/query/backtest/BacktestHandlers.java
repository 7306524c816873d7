package io.millrace.query.backtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.backtest.BacktestPlan;
import io.millrace.core.definition.Workspace;
import io.millrace.query.campaign.TriedCampaigns;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.request.Problem;
import io.millrace.query.time.TimeRange;
import io.millrace.query.time.TimeRangeParser;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Starts backtests, tells how far they are, and cancels them. Called by many threads at once. */
final class BacktestHandlers {

    static final String CAMPAIGN = "id";
    static final String BACKTEST = "backtestId";
    private static final Duration LONGEST = Duration.ofDays(400);

    private final Backtests backtests;
    private final TriedCampaigns campaigns;
    private final Function<Workspace, AudienceRules> segments;

    /** @param segments all segments of a workspace as the engine judges them */
    BacktestHandlers(Backtests backtests, TriedCampaigns campaigns, Function<Workspace, AudienceRules> segments) {
        this.backtests = backtests;
        this.campaigns = campaigns;
        this.segments = segments;
    }

    Reply start(Call call) {
        TriedCampaigns.Tried tried = campaigns.tried(call, CAMPAIGN);
        Faults faults = new Faults();
        call.knowOnly(List.of(), faults);
        Optional<ObjectReader> body = ObjectReader.of(Json.parse(call.body()), "", faults);
        Optional<TimeRange> range = body.flatMap(fields -> range(call, fields));
        boolean enrollExisting =
                body.map(fields -> fields.flag("enroll_existing", false)).orElse(false);
        body.ifPresent(ObjectReader::finish);
        faults.throwIfAny();
        TimeRange asked = range.orElseThrow();
        AudienceRules rules = NamedSegments.of(tried.content(), segments.apply(call.ownWorkspace()));
        BacktestPlan plan = new BacktestPlan(
                call.ownWorkspace().id(),
                tried.id(),
                tried.version(),
                tried.content(),
                rules,
                asked.fromMillis(),
                asked.toMillis(),
                enrollExisting);
        return Reply.json(202, backtests.start(plan).json());
    }

    /** What is yet to come is no history: the range ends now at the latest. */
    private static Optional<TimeRange> range(Call call, ObjectReader body) {
        Faults faults = body.faults();
        Optional<String> from = body.requiredText("from", "the first date or instant of the range");
        if (from.isEmpty()) {
            return Optional.empty();
        }
        long now = call.at().toEpochMilli();
        Optional<TimeRange> asked = new TimeRangeParser(call.ownWorkspace().timezone(), call.at()).parseBounds(body);
        if (asked.isPresent() && asked.get().fromMillis() >= now) {
            faults.invalid(body.at("from"), TextNode.valueOf(from.get()), "a moment in the past");
            return Optional.empty();
        }
        Optional<TimeRange> past = asked.map(range -> range.until(Math.min(range.toMillis(), now)));
        if (past.isPresent() && past.get().toMillis() - past.get().fromMillis() > LONGEST.toMillis()) {
            faults.invalid(
                    body.at("from"),
                    TextNode.valueOf(from.get()),
                    "a moment at most " + LONGEST.toDays() + " days before the end of the range");
            return Optional.empty();
        }
        return past;
    }

    Reply show(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of("format"), faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        faults.throwIfAny();
        BacktestStatus status =
                backtests.found(call.ownWorkspace().id(), campaigns.id(call, CAMPAIGN), call.inPath(BACKTEST));
        if (!csv) {
            return Reply.json(200, status.json());
        }
        if (status.state() != BacktestStatus.State.COMPLETED) {
            throw Problem.of(
                            409,
                            "conflict",
                            "the backtest is " + status.state().text() + "; days are there when it is completed")
                    .exception();
        }
        JsonNode days = status.json().path("days");
        return Reply.csv(BacktestJson.csvHeader(days), BacktestJson.csvRows(days));
    }

    Reply cancel(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of(), faults);
        faults.throwIfAny();
        return Reply.json(
                200,
                backtests
                        .cancel(call.ownWorkspace().id(), campaigns.id(call, CAMPAIGN), call.inPath(BACKTEST))
                        .json());
    }
}
