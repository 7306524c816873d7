package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Scope;
import io.millrace.core.definition.Workspace;
import io.millrace.core.settings.Env;
import io.millrace.query.request.Json;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.testing.MemoryDefinitions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.slf4j.LoggerFactory;

/**
 * The documented schema of analytics queries and the service take and refuse the same. The service has no ClickHouse to
 * ask: what it takes it answers with 503, what it refuses with 400.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class AnalyticsSchemaTest {

    private static final String QUERY = "/v1/analytics/query";
    private static final String PEOPLE = "/v1/analytics/people";

    private static final String COMMON = "'from':'2026-02-01','to':'2026-02-23','timezone':'UTC','week_start':'sunday',"
            + "'format':'json','filters':{'traits.plan':'growth','properties.n':[1,true,'x'],'segments':['seg_a']}";
    private static final String LEAVES = "'filters':[{'field':'properties.a','op':'gte','value':7},"
            + "{'field':'context.b','op':'contains','value':'x'},{'field':'utm.source','op':'in','value':['g']},"
            + "{'field':'traits.c','op':'not_exists'},{'field':'traits.d','op':'within_last','value':'30d'},"
            + "{'field':'segments','op':'not_in','value':'seg_a'}]";

    /** Every field of every type is in one of them. */
    static final List<String> VALID = List.of(
            "{'type':'event_count','event':'signup','interval':'day'," + COMMON
                    + ",'group_by':'traits.source','limit':5,'other':false,'cumulative':true,'compare':'1mo','display':'total'}",
            "{'type':'unique_contacts','event':'video_*'," + LEAVES + ",'group_by':['properties.a','segments']}",
            "{'type':'timeseries','interval':'week'," + COMMON
                    + ",'series':[{'event':'a','measure':'p95','property':'amount','name':'P'},{'filters':{'context.a':'b'}},"
                    + "{'event':'*','measure':'rolling_7d_contacts'}],'formula':'A/B','compare':'previous_period',"
                    + "'group_by':{'field':'traits.age','bins':4},'limit':3,'other':true,'display':'series'}",
            "{'type':'timeseries','series':[{'measure':'sum','property':'properties.amount'}],'cumulative':true}",
            "{'type':'stickiness','event':'a','interval':'week','or_more':true," + COMMON + "}",
            "{'type':'lifecycle','event':'a','interval':'month'," + COMMON + "}",
            "{'type':'funnel','steps':[{'event':'a','first_time':'ever','name':'A'},{'event':'b','optional':true},"
                    + "{'event':'c','filters':{'properties.x':1}}],'order':'ordered','window':'7d',"
                    + "'exclusions':[{'event':'d','from_step':1,'to_step':3,'filters':{'properties.y':'z'}}],"
                    + "'view':'time_to_convert','from_step':1,'to_step':3,'bins':5,'conversion_after_range':true,"
                    + "'actor':'properties.session_id'," + COMMON
                    + ",'group_by':'properties.browser','attribution':'step:1','limit':5,'other':true}",
            "{'type':'funnel','steps':[{'event':'a'},{}],'view':'trend','interval':'hour','from':'2026-02-01',"
                    + "'to':'2026-02-02','actor':'contact','attribution':'all_steps'}",
            "{'type':'cohort_retention','start':{'event':'a','filters':{'properties.k':'v'}},'return':{'event':'b'},"
                    + "'mode':'first_time','period':'month','periods':3,'on_or_after':true,'rolling':true,"
                    + "'min_occurrences':2," + COMMON + ",'group_by':'properties.app','limit':5,'other':true}",
            "{'type':'attribution','conversion':{'event':'buy'},'touchpoints':{'event':'page','filters':{'utm.source':'g'}},"
                    + "'dimension':['source','properties.ad'],'lookback':'30d','model':'time_decay','half_life':'7d',"
                    + "'value_property':'properties.amount','limit':5,'other':true," + COMMON + "}",
            "{'type':'attribution','conversion':{'event':'buy'},'dimension':'utm.campaign'," + LEAVES + "}",
            "{'type':'paths','start':{'event':'a'},'depth':3,'session':'30m','limit':20," + COMMON + "}",
            "{'type':'paths','end':{'event':'a','filters':{'properties.k':'v'}}}");

    /** A cell of each kind of answer. */
    static final List<String> CELLS = List.of(
            "{'query':{'type':'event_count','from':'2026-02-01','to':'2026-02-02','group_by':'traits.plan'},"
                    + "'cell':{'series':'A','date':'2026-02-01','group':['gold']},'limit':5,'format':'json',"
                    + "'cursor':'cntct_aaaaaaaaaaaaaaaa'}",
            "{'query':{'type':'timeseries','series':[{'event':'a'}],'group_by':'traits.plan'},'cell':{'other':true},"
                    + "'format':'csv'}",
            "{'query':{'type':'funnel','steps':[{},{}],'group_by':'properties.a'},"
                    + "'cell':{'step':2,'outcome':'dropped','group':[null]}}",
            "{'query':{'type':'funnel','steps':[{},{}],'view':'time_to_convert'},'cell':{'bin':0}}",
            "{'query':{'type':'funnel','steps':[{},{}],'view':'trend','from':'2026-02-01','to':'2026-02-02'},"
                    + "'cell':{'date':'2026-02-02','outcome':'entered'}}",
            "{'query':{'type':'cohort_retention','start':{},'period':'day','from':'2026-02-01','to':'2026-02-02'},"
                    + "'cell':{'cohort':'2026-02-01','column':1,'outcome':'away'}}",
            "{'query':{'type':'attribution','conversion':{}},'cell':{'row':['google']}}",
            "{'query':{'type':'attribution','conversion':{}},'cell':{'other':true}}",
            "{'query':{'type':'stickiness'},'cell':{'intervals':3}}",
            "{'query':{'type':'lifecycle','from':'2026-02-01','to':'2026-02-02'},"
                    + "'cell':{'date':'2026-02-01','state':'new'}}",
            "{'query':{'type':'paths'},'cell':{'step':1,'from':'page_view','to':'signup'}}");

    /** Faults that a change of one value does not make. */
    static final List<String> INVALID = List.of(
            "{}",
            "{'type':'timeseries','series':[{'event':'a','measure':'p0','property':'amount'}]}",
            "{'type':'event_count','formula':'A'}",
            "{'type':'event_count','group_by':['properties.a','properties.b','properties.c','properties.d']}",
            "{'type':'event_count','filters':[{'field':'properties.a','op':'like','value':1}]}",
            "{'type':'event_count','filters':[{'field':'segments','op':'eq','value':'seg_a'}]}",
            "{'type':'event_count','filters':[{'field':'traits.a','op':'older_than','value':'1y'}]}",
            "{'type':'event_count','filters':{'plan':'growth'}}",
            "{'type':'event_count','compare':'0d'}",
            "{'type':'lifecycle','group_by':'properties.a'}",
            "{'type':'lifecycle','interval':'fortnight'}",
            "{'type':'funnel','steps':[{'optional':true},{}]}",
            "{'type':'funnel','steps':[{},{}],'attribution':'step:0'}",
            "{'type':'funnel','steps':[{},{}],'actor':'company'}",
            "{'type':'paths','start':{},'end':{}}",
            "{'type':'attribution','conversion':{},'group_by':'utm.source'}");

    /** Whether a step is there that others count on, and which places an answer has: only the service can tell. */
    private static final Set<String> BEYOND_SCHEMAS = Set.of(
            "/steps: without element 1",
            "/steps: without element 2",
            "/query: without group_by",
            "/query: without view",
            "/query: without period");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String key = Ids.secretKey();
    /** Says at each query that ClickHouse is not there. */
    private final Logger problems = (Logger) LoggerFactory.getLogger("io.millrace.query.http.Problems");

    private QueryServer server;

    @BeforeAll
    void start() {
        problems.setLevel(Level.ERROR);
        Instant now = Instant.parse("2026-03-15T12:00:00Z");
        MemoryDefinitions definitions = new MemoryDefinitions();
        DefinitionAccess access = new DefinitionAccess(definitions);
        Workspace workspace = new Workspace(Ids.workspace(), "shop", "shop", ZoneOffset.UTC, now);
        access.create(workspace);
        access.create(ApiKey.of(key, workspace.id(), ApiKey.Type.SECRET, "test", Set.of(Scope.ANALYTICS_READ), now));
        ClickHouseEndpoint nowhere = new ClickHouseEndpoint("http://127.0.0.1:1", "millrace", "u", "p");
        server = QueryServer.start(
                QuerySettings.from(new Env(Map.of("MILLRACE_API_PORT", "0"))),
                new QueryStores(definitions, access, nowhere, nowhere, "127.0.0.1:1"),
                List.of());
    }

    @AfterAll
    void stop() {
        server.close();
        problems.setLevel(null);
    }

    @ParameterizedTest
    @FieldSource("VALID")
    void aQueryIsTakenByBothAndSoIsEveryChangeOfItOrByNone(String query) {
        assertAgreed(QUERY, query);
    }

    @ParameterizedTest
    @FieldSource("CELLS")
    void soIsAPlaceInAnAnswer(String request) {
        assertAgreed(PEOPLE, request);
    }

    @ParameterizedTest
    @FieldSource("INVALID")
    void bothRefuse(String query) {
        JsonNode body = json(query);

        assertThat(RequestSchemas.faults(QUERY, body)).isNotEmpty();
        assertThat(isTaken(QUERY, body)).isFalse();
    }

    @Test
    void savingAsASegmentIsDocumented() {
        // The key may not write segments, which is asked after the body was read.
        for (String name : List.of("'Buyers'", "''", "'  '", "7", "'" + "x".repeat(201) + "'")) {
            JsonNode body = json("{'query':{'type':'event_count'},'cell':{},'save_as_segment':%s}".formatted(name));

            assertThat(isTaken(PEOPLE, body))
                    .as(name)
                    .isEqualTo(RequestSchemas.faults(PEOPLE, body).isEmpty())
                    .isEqualTo(name.equals("'Buyers'"));
        }
    }

    private void assertAgreed(String path, String document) {
        JsonNode valid = json(document);
        assertThat(RequestSchemas.faults(path, valid)).as(document).isEmpty();
        assertThat(isTaken(path, valid)).as(document).isTrue();
        List<String> differences = new ArrayList<>();
        int refused = 0;
        for (Map.Entry<String, JsonNode> mutation : Mutations.of(valid).entrySet()) {
            boolean bySchema = RequestSchemas.faults(path, mutation.getValue()).isEmpty();
            boolean byService = isTaken(path, mutation.getValue());
            refused += byService ? 0 : 1;
            if (bySchema != byService && !(bySchema && BEYOND_SCHEMAS.contains(mutation.getKey()))) {
                differences.add((bySchema ? "only the schema" : "only the service") + " takes " + mutation.getKey());
            }
        }
        assertThat(differences).as(document).isEmpty();
        assertThat(refused).isGreaterThan(10);
    }

    private boolean isTaken(String path, JsonNode body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            // Taken, a query fails for want of ClickHouse, of the segment that it names, or of the scope to save.
            assertThat(response.statusCode()).as(response.body()).isIn(400, 403, 404, 503);
            return response.statusCode() != 400;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("the service did not answer", e);
        }
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
