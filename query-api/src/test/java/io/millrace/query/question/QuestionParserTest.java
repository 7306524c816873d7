package io.millrace.query.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.query.funnel.FunnelQuestions;
import io.millrace.query.funnel.FunnelStore;
import io.millrace.query.request.Fault;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.request.ProblemException;
import io.millrace.query.series.SeriesQuestions;
import io.millrace.query.series.SeriesStore;
import io.millrace.query.time.TimeRangeParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {}                                                        | /type required
            {"type":7}                                                | /type wrong_type
            {"type":"sum"}                                            | /type invalid
            {"type":"event_count","color":1}                          | /color unknown_field
            {"type":"event_count","steps":[]}                         | /steps unknown_field
            {"type":"event_count","event":7}                          | /event wrong_type
            {"type":"event_count","event":""}                         | /event required
            {"type":"event_count","interval":"fortnight"}             | /interval invalid
            {"type":"event_count","timezone":"Mars/Base"}             | /timezone invalid
            {"type":"event_count","week_start":"mo"}                  | /week_start invalid
            {"type":"event_count","from":"yesterday"}                 | /from invalid
            {"type":"event_count","from":"2026-02-30"}                | /from invalid
            {"type":"event_count","from":"2026-02-02","to":"2026-02-01"} | /from invalid
            {"type":"event_count","to":1}                             | /to wrong_type
            {"type":"event_count","compare":"later"}                  | /compare invalid
            {"type":"event_count","from":"yesterday","compare":"7d"}  | /from invalid
            {"type":"event_count","cumulative":"yes"}                 | /cumulative wrong_type
            {"type":"event_count","limit":0}                          | /limit out_of_range
            {"type":"event_count","group_by":"trait.plan"}            | /group_by invalid
            {"type":"timeseries"}                                     | /series required
            {"type":"timeseries","series":[]}                         | /series invalid
            {"type":"timeseries","series":[{"event":7}]}              | /series/0/event wrong_type
            {"type":"timeseries","series":[{"event":"a"}],"event":"a"} | /event unknown_field
            {"type":"timeseries","series":[{"event":"a","measure":"mean"}]} | /series/0/measure invalid
            {"type":"timeseries","series":[{"event":"a","measure":"p0","property":"x"}]} | /series/0/measure invalid
            {"type":"timeseries","series":[{"event":"a","measure":"sum"}]} | /series/0/property required
            {"type":"timeseries","series":[{"event":"a","property":"x"}]} | /series/0/property unknown_field
            {"type":"timeseries","series":[{"event":"a"}],"formula":"A/B"} | /formula invalid
            {"type":"timeseries","series":[{"event":"a"}],"formula":"A*(2"} | /formula invalid
            {"type":"timeseries","series":[{"event":"a","measure":"avg","property":"x"}],"cumulative":true} | /cumulative invalid
            {"type":"event_count","formula":"A"}                      | /formula unknown_field
            {"type":"event_count","group_by":["properties.a","plan"]} | /group_by/1 invalid
            {"type":"event_count","group_by":[]}                      | /group_by invalid
            {"type":"event_count","group_by":{"field":"properties.a"}} | /group_by/bins required
            {"type":"event_count","filters":{"traits.":"x"}}          | /filters/traits. invalid
            {"type":"event_count","filters":{"properties.a":null}}    | /filters/properties.a wrong_type
            {"type":"event_count","filters":[{"field":"segments","op":"gt","value":["s"]}]} | /filters/0/op invalid
            {"type":"event_count","filters":[{"field":"properties.a","op":"like","value":1}]} | /filters/0/op invalid
            {"type":"event_count","filters":[{"field":"properties.a","op":"eq"}]} | /filters/0/value required
            {"type":"event_count","filters":[{"field":"properties.a","op":"in","value":1}]} | /filters/0/value wrong_type
            {"type":"event_count","filters":[{"field":"properties.a","op":"older_than","value":"3 days"}]} | /filters/0/value invalid
            {"type":"event_count","filters":[{"field":"properties.a","op":"exists","value":1}]} | /filters/0/value unknown_field
            {"type":"event_count","filters":[{"field":"properties.a","op":"eq","value":1,"not":true}]} | /filters/0/not unknown_field
            {"type":"funnel"}                                         | /steps required
            {"type":"funnel","steps":[{"event":"a"}]}                 | /steps out_of_range
            {"type":"funnel","steps":[{"event":7},{"event":"b"}]}     | /steps/0/event wrong_type
            {"type":"funnel","steps":[{"event":"a","optional":true},{"event":"b"}]} | /steps/0/optional invalid
            {"type":"timeseries","series":[{"event":"a","measure":7,"property":"x"}]} | /series/0/measure wrong_type
            {"type":"funnel","attribution":"step:2","to_step":2,"exclusions":[{"event":"x","to_step":2}]} | /steps required
            {"type":"funnel","steps":7,"attribution":"step:2","to_step":2} | /steps wrong_type
            {"type":"funnel","steps":["a","b"]}                       | /steps/0 wrong_type, /steps/1 wrong_type
            {"type":"funnel","steps":[{},{}],"window":"36501d"}       | /window invalid
            {"type":"funnel","steps":[{},{}],"order":"any"}           | /order invalid
            {"type":"funnel","steps":[{},{}],"order":"random"}        | /order invalid
            {"type":"funnel","steps":[{},{}],"view":"pie"}            | /view invalid
            {"type":"funnel","steps":[{},{}],"view":"trend","interval":"eon","bins":0} | /interval invalid, /bins out_of_range
            {"type":"funnel","steps":[{},{}],"actor":"session"}       | /actor invalid
            {"type":"funnel","steps":[{},{}],"attribution":"step:3"}  | /attribution invalid
            {"type":"funnel","steps":[{},{}],"exclusions":[{"event":"x","from_step":2}]} | /exclusions/0/from_step out_of_range
            """)
    void everyFaultNamesItsPlaceAndReason(String body, String expected) {
        assertThat(String.join(
                        ", ",
                        faults(body).stream()
                                .map(fault -> fault.field() + " " + fault.reason())
                                .toList()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"event_count\"}",
                "{\"type\":\"unique_contacts\",\"event\":null,\"filters\":{\"utm.source\":[\"a\",\"b\"]},\"display\":\"total\"}",
                "{\"type\":\"event_count\",\"from\":\"2026-02-01T06:00:00+01:00\",\"to\":\"2026-02-01T06:00\"}",
                "{\"type\":\"funnel\",\"order\":\"ordered\",\"view\":\"steps\",\"actor\":\"contact\",\"steps\":[{\"event\":\"a\"},"
                        + "{\"event\":\"b\",\"optional\":true},{\"event\":\"c\"}],\"exclusions\":[{\"event\":\"x\",\"from_step\":1}],"
                        + "\"group_by\":\"properties.a\",\"attribution\":\"step:2\"}"
            })
    void whatIsDocumentedIsRead(String body) {
        assertThat(faults(body)).isEmpty();
    }

    @Test
    void theMessageShowsThePlaceWhatWasFoundAndWhatIsExpected() {
        assertThat(faults("{\"type\":\"funnel\",\"steps\":[{\"event\":7},{}]}")
                        .get(0)
                        .line())
                .isEqualTo("steps[0].event: expected a text, found 7");
    }

    @Test
    void aNameTwiceIsAFault() {
        assertThatThrownBy(() -> faults("{\"type\":\"a\",\"type\":\"b\"}"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Duplicate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":", "[[1,", "{\"a\":NaN}", "nope", "{\"a\":tru}"})
    void whatIsNoJsonIsSaidWithoutTheParsersInsides(String body) {
        assertThatThrownBy(() -> faults(body))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("the body is no JSON: ")
                .hasMessageNotContainingAny("REDACTED", "StreamRead", "JsonReadFeature");
    }

    private static List<Fault> faults(String body) {
        Faults faults = new Faults();
        ObjectReader reader = ObjectReader.of(Json.parse(body.getBytes(StandardCharsets.UTF_8)), "", faults)
                .orElseThrow();
        try (ClickHouseClient nobody =
                new ClickHouseClient(new ClickHouseEndpoint("http://127.0.0.1:1", "none", "nobody", ""))) {
            new QuestionParser(List.of(
                            new SeriesQuestions(new SeriesStore(nobody, Map.of())),
                            new FunnelQuestions(new FunnelStore(nobody, Map.of()))))
                    .parse(reader, new TimeRangeParser(ZoneOffset.UTC, Instant.parse("2026-03-15T12:00:00Z")));
        }
        try {
            faults.throwIfAny();
            return List.of();
        } catch (ProblemException e) {
            return e.problem().faults();
        }
    }
}
