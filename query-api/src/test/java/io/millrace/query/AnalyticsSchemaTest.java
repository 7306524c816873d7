package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.query.http.OpenApi;
import io.millrace.query.http.Reply;
import io.millrace.query.lifecycle.LifecycleQuestions;
import io.millrace.query.lifecycle.LifecycleStore;
import io.millrace.query.question.QuestionParser;
import io.millrace.query.request.Fault;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.request.ProblemException;
import io.millrace.query.series.SeriesQuestions;
import io.millrace.query.series.SeriesStore;
import io.millrace.query.stickiness.StickinessQuestions;
import io.millrace.query.stickiness.StickinessStore;
import io.millrace.query.time.TimeRangeParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documented schema of queries and the service take and refuse the same. */
class AnalyticsSchemaTest {

    private final JsonNode document =
            OpenApi.document(RouteTable.answeredBy(call -> Reply.text(200, "text/plain", "")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'event_count','event':'signup','interval':'day','from':'2026-02-01','to':'2026-02-23',"
                        + "'filters':{'traits.plan':'growth'},'group_by':'traits.source'}",
                "{'type':'unique_contacts','event':null,'filters':{'traits.plan':['a','b']},'group_by':['properties.a','segments']}",
                "{'type':'timeseries','series':[{'event':'a','measure':'p95','property':'amount'},{}],'formula':'A/B','compare':'1mo'}",
                "{'type':'timeseries','series':[{'measure':'rolling_7d_contacts'}],'group_by':{'field':'traits.age','bins':4}}",
                "{'type':'stickiness','event':'a','interval':'week','or_more':true}",
                "{'type':'lifecycle','event':'video_*','filters':[{'field':'segments','op':'in','value':['seg_a']}]}"
            })
    void bothTake(String query) {
        String json = query.replace('\'', '"');

        assertThat(bySchema(json)).isEmpty();
        assertThat(byService(json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'type':'timeseries'}",
                "{'type':'timeseries','series':[]}",
                "{'type':'timeseries','series':[{'event':'a','measure':'p0','property':'amount'}]}",
                "{'type':'timeseries','series':[{'event':'a','colour':1}]}",
                "{'type':'event_count','formula':'A'}",
                "{'type':'event_count','group_by':['properties.a','properties.b','properties.c','properties.d']}",
                "{'type':'event_count','filters':[{'field':'properties.a','op':'like'}]}",
                "{'type':'stickiness','or_more':1}",
                "{'type':'lifecycle','group_by':'properties.a'}",
                "{'type':'lifecycle','interval':'fortnight'}"
            })
    void bothRefuse(String query) {
        String json = query.replace('\'', '"');

        assertThat(bySchema(json)).isNotEmpty();
        assertThat(byService(json)).isNotEmpty();
    }

    private List<String> bySchema(String query) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("$ref", "#/components/schemas/AnalyticsQuery");
        root.set("components", document.path("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(root)
                .validate(json(query))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static List<String> byService(String query) {
        Faults faults = new Faults();
        try (ClickHouseClient nobody =
                new ClickHouseClient(new ClickHouseEndpoint("http://127.0.0.1:1", "none", "nobody", ""))) {
            QuestionParser questions = new QuestionParser(List.of(
                    new SeriesQuestions(new SeriesStore(nobody, Map.of())),
                    new StickinessQuestions(new StickinessStore(nobody, Map.of())),
                    new LifecycleQuestions(new LifecycleStore(nobody, Map.of()))));
            ObjectReader.of(json(query), "", faults)
                    .ifPresent(body -> questions.parse(body, new TimeRangeParser(ZoneOffset.UTC, Instant.EPOCH)));
        }
        try {
            faults.throwIfAny();
            return List.of();
        } catch (ProblemException e) {
            return e.problem().faults().stream().map(Fault::line).toList();
        }
    }

    private static JsonNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
