package io.millrace.flink.audience.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.audience.Arrival;
import io.millrace.core.event.EventTime;
import io.millrace.core.event.EventType;
import io.millrace.streams.record.EventRecord;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutedEventTest {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{'properties':{'a':1}} ~ {'a':1} ~ {}",
                "{'x':{'properties':{'a':2}},'properties':{'a':{'b':[1,{'c':2}]}},'y':[{'traits':{}}]} ~ {'a':{'b':[1,{'c':2}]}} ~ {}",
                "{ 'y' : 'ä€' , 'properties' :{'ä':'€ \\u0041'},'z':{}} ~ {'ä':'€ A'} ~ {}",
                "{'properties':{'a':1.50}} ~ {'a':1.50} ~ {}",
                "{'properties':{'a':1},'properties':{'b':2}} ~ {'b':2} ~ {}",
                "{'properties':{'a':1},'properties':3} ~ {} ~ {}",
                "{'traits':{'a':1,'b':2},'context':{'ip':'x','traits':{'b':3,'c':4},'os':{'traits':{'z':1}}}} ~ {} ~ {'b':2,'c':4,'a':1}",
                "{'context':{'traits':{'c':4}},'context':{}} ~ {} ~ {}",
                "{'context':[{'traits':{'c':4}}],'properties':{'a':1}} ~ {'a':1} ~ {}",
                "{'context':{'traits':[1,2],'app':{}},'properties':{'a':1}} ~ {'a':1} ~ {}",
                "[{'properties':{'a':1}}] ~ {} ~ {}",
                "{'properties':{'a':1} ~ {} ~ {}",
                "{'properties':{'a':1},'context':{'traits' ~ {} ~ {}",
                "nonsense ~ {} ~ {}",
                "`` ~ {} ~ {}",
            })
    void whatTheEngineAsksForIsFoundInTheBody(String body, String properties, String traits) throws Exception {
        RoutedEvent event = event(quoted(body));

        assertThat(event.properties().toString()).isEqualTo(quoted(properties));
        assertThat(JSON.readTree(event.propertiesText())).isEqualTo(event.properties());
        assertThat(event.traits().toString()).isEqualTo(quoted(traits));
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    private static RoutedEvent event(String body) {
        EventRecord record = new EventRecord(
                "w",
                "k",
                "",
                EventType.TRACK,
                "m",
                "Seen",
                "u",
                null,
                null,
                null,
                0,
                body.getBytes(StandardCharsets.UTF_8));
        return new RoutedEvent(record, EventTime.of(null, null, 1_000), Arrival.of(1_000, 0, 1));
    }
}
