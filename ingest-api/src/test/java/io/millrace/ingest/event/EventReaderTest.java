package io.millrace.ingest.event;

import static io.millrace.ingest.event.Reading.BROWSER;
import static io.millrace.ingest.event.Reading.SERVER;
import static io.millrace.ingest.event.Reading.batch;
import static io.millrace.ingest.event.Reading.body;
import static io.millrace.ingest.event.Reading.identify;
import static io.millrace.ingest.event.Reading.rejectedTrack;
import static io.millrace.ingest.event.Reading.single;
import static io.millrace.ingest.event.Reading.track;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.core.event.EventFlag;
import io.millrace.core.event.EventType;
import io.millrace.core.event.RejectReason;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.RejectedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventReaderTest {

    @Test
    void everythingHasItsPlace() {
        EventRecord record = track("{\"custom\":[1,2],\"messageId\":\"m1\",\"type\":\"page\",\"event\":\"Order\","
                + "\"userId\":\"u\",\"anonymousId\":\"a\",\"timestamp\":\"2026-03-02T11:00:00Z\","
                + "\"sentAt\":\"2026-03-02T11:30:00Z\",\"receivedAt\":\"1999-01-01\",\"writeKey\":\"secret\","
                + "\"integrations\":{\"All\":true},\"traits\":{\"x\":1},\"properties\":{\"p\":1.50},"
                + "\"context\":{\"locale\":\"pl\"}}");

        assertThat(record.workspace()).isEqualTo("ws_1");
        assertThat(record.keyId()).isEqualTo("key_1");
        assertThat(record.importId()).isEmpty();
        assertThat(record.type()).isEqualTo(EventType.TRACK);
        assertThat(record.messageId()).isEqualTo("m1");
        assertThat(record.event()).isEqualTo("Order");
        assertThat(record.userId()).isEqualTo("u");
        assertThat(record.anonymousId()).isEqualTo("a");
        assertThat(record.timestampMillis()).isEqualTo(millis("2026-03-02T11:00:00Z"));
        assertThat(record.sentAtMillis()).isEqualTo(millis("2026-03-02T11:30:00Z"));
        assertThat(record.flags()).isZero();
        assertThat(body(record))
                .isEqualTo("{\"context\":{\"locale\":\"pl\"},\"originalTimestamp\":\"2026-03-02T11:00:00Z\","
                        + "\"properties\":{\"p\":1.50},\"traits\":{\"x\":1},\"integrations\":{\"All\":true},"
                        + "\"sentAt\":\"2026-03-02T11:30:00Z\",\"custom\":[1,2]}");
    }

    @Test
    void theLeastEventHasAnEmptyContextAndAnIdOfItsOwn() {
        EventRecord record = track("{\"event\":\"e\",\"userId\":\"u\"}");

        assertThat(record.messageId()).isEqualTo("00000000-0000-4000-8000-000000000001-0");
        assertThat(record.timestampMillis()).isNull();
        assertThat(record.sentAtMillis()).isNull();
        assertThat(body(record)).isEqualTo("{\"context\":{}}");
    }

    @Test
    void numbersPassDigitForDigit() {
        String properties = "{\"long\":9223372036854775807,\"decimal\":12345678901234567890.123456789012345678,"
                + "\"trailing\":1.10,\"exponent\":1E+2,\"minus\":-0}";

        assertThat(body(track("{\"event\":\"e\",\"userId\":\"u\",\"properties\":" + properties + "}")))
                .isEqualTo("{\"context\":{},\"properties\":" + properties + "}");
    }

    @Test
    void snakeCaseIsReadAndCamelCaseWins() {
        EventRecord snake = track("{\"event\":\"e\",\"user_id\":\"u\",\"anonymous_id\":\"a\",\"message_id\":\"m\","
                + "\"timestamp\":\"2026-03-02T11:00:00Z\",\"sent_at\":\"2026-03-02T12:00:00Z\","
                + "\"original_timestamp\":\"o\",\"previous_id\":\"p\",\"group_id\":\"g\",\"received_at\":1}");
        EventRecord both = track("{\"event\":\"e\",\"user_id\":\"snake\",\"userId\":\"camel\"}");
        EventRecord emptyCamel = track("{\"event\":\"e\",\"userId\":\"\",\"user_id\":\"snake\"}");

        assertThat(snake.userId()).isEqualTo("u");
        assertThat(snake.anonymousId()).isEqualTo("a");
        assertThat(snake.messageId()).isEqualTo("m");
        assertThat(snake.sentAtMillis()).isEqualTo(millis("2026-03-02T12:00:00Z"));
        assertThat(body(snake))
                .isEqualTo("{\"context\":{},\"originalTimestamp\":\"o\",\"sentAt\":\"2026-03-02T12:00:00Z\","
                        + "\"previousId\":\"p\",\"groupId\":\"g\"}");
        assertThat(both.userId()).isEqualTo("camel");
        assertThat(body(both)).isEqualTo("{\"context\":{}}");
        assertThat(emptyCamel.userId()).isEqualTo("snake");
    }

    @Test
    void emptyAndNullIdsAreAbsentAndNumbersAreText() {
        EventRecord record = track("{\"event\":\"e\",\"userId\":null,\"anonymousId\":42,\"messageId\":\"\"}");

        assertThat(record.userId()).isNull();
        assertThat(record.anonymousId()).isEqualTo("42");
        assertThat(record.messageId()).endsWith("-0");
        assertThat(rejectedTrack("{\"event\":\"e\",\"userId\":\"\",\"anonymousId\":null}")
                        .reason())
                .isEqualTo(RejectReason.MISSING_ID);
    }

    @Test
    void ofTwoFieldsWithOneNameTheLastCounts() {
        EventRecord record = track("{\"event\":\"a\",\"event\":\"b\",\"userId\":\"u\",\"x\":1,\"x\":2}");

        assertThat(record.event()).isEqualTo("b");
        assertThat(body(record)).isEqualTo("{\"context\":{},\"x\":2}");
    }

    @Test
    void namesAndTextsMayBeEscaped() {
        EventRecord record = track("{\"\\u0065vent\":\"a\\tb\\u00e9\\ud83d\\ude80\\/\",\"userId\":\"u\"}");

        assertThat(record.event()).isEqualTo("a\tb\u00e9\ud83d\ude80/");
    }

    @Test
    void aLoneSurrogateBecomesTheReplacementCharacter() {
        EventRecord record = track("{\"event\":\"x\\ud800y\",\"userId\":\"\\udc00\",\"properties\":{\"\\uD800\":1}}");

        assertThat(record.event()).isEqualTo("x\ufffdy");
        assertThat(record.userId()).isEqualTo("\ufffd");
        assertThat(body(record)).isEqualTo("{\"context\":{},\"properties\":{\"\\ufffd\":1}}");
    }

    @Test
    void aLiteralThatIsNoNumberBecomesNullAndIsFlagged() {
        ReadEvents events = batch(
                "{\"batch\":[{\"type\":\"track\",\"event\":\"e\",\"userId\":\"u\",\"properties\":{\"a\":NaN,"
                        + "\"b\":[Infinity,-Infinity]}},{\"type\":\"track\",\"event\":\"e\",\"userId\":\"u\"}]}",
                SERVER);

        assertThat(body(events.storable().get(0)))
                .isEqualTo("{\"context\":{},\"properties\":{\"a\":null,\"b\":[null,null]}}");
        assertThat(events.storable().get(0).flags()).isEqualTo(EventFlag.NOT_A_NUMBER_AS_NULL.bit());
        assertThat(events.storable().get(1).flags()).isZero();
    }

    @Test
    void identifysTraitsAreThoseOfTheContextOverlaidByItsOwn() {
        assertThat(body(identify("{\"userId\":\"u\",\"context\":{\"traits\":{\"a\":1,\"b\":1}},\"traits\":{\"b\":2}}")))
                .isEqualTo("{\"context\":{\"traits\":{\"a\":1,\"b\":1}},\"traits\":{\"b\":2,\"a\":1}}");
        assertThat(body(track(
                        "{\"event\":\"e\",\"userId\":\"u\",\"context\":{\"traits\":{\"a\":1}},\"traits\":{\"b\":2}}")))
                .isEqualTo("{\"context\":{\"traits\":{\"a\":1}},\"traits\":{\"b\":2}}");
    }

    @Test
    void aBatchsContextAndIntegrationsFillWhatAnEventLacks() {
        ReadEvents events = batch(
                "{\"batch\":[{\"type\":\"page\",\"userId\":\"u\",\"context\":{\"a\":1},\"integrations\":{\"X\":false}},"
                        + "{\"type\":\"page\",\"userId\":\"u\"}],"
                        + "\"context\":{\"a\":2,\"b\":{\"c\":2}},\"integrations\":{\"All\":true,\"X\":true}}",
                SERVER);

        assertThat(body(events.storable().get(0)))
                .isEqualTo("{\"context\":{\"a\":1,\"b\":{\"c\":2}},\"integrations\":{\"X\":false,\"All\":true}}");
        assertThat(body(events.storable().get(1)))
                .isEqualTo("{\"context\":{\"a\":2,\"b\":{\"c\":2}},\"integrations\":{\"All\":true,\"X\":true}}");
    }

    @Test
    void anEventsOwnSendTimeComesBeforeItsBatchs() {
        ReadEvents events = batch(
                "{\"sentAt\":\"2026-03-02T11:59:00Z\",\"batch\":["
                        + "{\"type\":\"page\",\"userId\":\"u\",\"sentAt\":1772449200},"
                        + "{\"type\":\"page\",\"userId\":\"u\"}]}",
                SERVER);

        assertThat(events.storable().get(0).sentAtMillis()).isEqualTo(millis("2026-03-02T11:00:00Z"));
        assertThat(events.storable().get(1).sentAtMillis()).isEqualTo(millis("2026-03-02T11:59:00Z"));
    }

    @Test
    void withoutTimestampTheOriginalOneCounts() {
        EventRecord record = track("{\"event\":\"e\",\"userId\":\"u\",\"originalTimestamp\":\"2026-03-02\"}");

        assertThat(record.timestampMillis()).isEqualTo(millis("2026-03-02T00:00:00Z"));
        assertThat(body(record)).isEqualTo("{\"context\":{},\"originalTimestamp\":\"2026-03-02\"}");
    }

    @Test
    void addressAndUserAgentAreFilledInForClientSideEventsAlone() {
        String page = "{\"userId\":\"u\",\"context\":{%s}%s}";

        assertThat(pageBody(page.formatted("", ""), BROWSER))
                .isEqualTo("{\"context\":{\"ip\":\"203.0.113.7\",\"userAgent\":\"agent/1\"}}");
        assertThat(pageBody(page.formatted("\"ip\":\"1.1.1.1\"", ""), BROWSER))
                .isEqualTo("{\"context\":{\"ip\":\"1.1.1.1\",\"userAgent\":\"agent/1\"}}");
        assertThat(pageBody(page.formatted("", ""), SERVER)).isEqualTo("{\"context\":{}}");
        assertThat(pageBody(page.formatted("\"direct\":true", ""), SERVER))
                .isEqualTo("{\"context\":{\"direct\":true,\"ip\":\"203.0.113.7\",\"userAgent\":\"agent/1\"}}");
        assertThat(pageBody(page.formatted("", ",\"channel\":\"mobile\""), SERVER))
                .isEqualTo("{\"context\":{\"ip\":\"203.0.113.7\",\"userAgent\":\"agent/1\"},\"channel\":\"mobile\"}");
    }

    @Test
    void whatTheServerAloneMaySetIsDropped() {
        assertThat(body(track("{\"event\":\"e\",\"userId\":\"u\",\"receivedAt\":1,"
                        + "\"context\":{ \"millrace\":{\"flags\":[\"x\"]} , \"a\":1}}")))
                .isEqualTo("{\"context\":{\"a\":1}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5 | NOT_AN_OBJECT",
                "{'userId':'u'} | MISSING_EVENT",
                "{'userId':'u','event':''} | MISSING_EVENT",
                "{'userId':'u','event':7} | INVALID_FIELD",
                "{'event':'e'} | MISSING_ID",
                "{'event':'e','userId':{}} | INVALID_FIELD",
                "{'event':'e','userId':true} | INVALID_FIELD",
                "{'event':'e','userId':'u','properties':'p'} | INVALID_FIELD",
                "{'event':'e','userId':'u','properties':[1]} | INVALID_FIELD",
                "{'event':'e','userId':'u','context':1} | INVALID_FIELD",
                "{'event':'e','userId':'u','traits':1} | INVALID_FIELD",
                "{'event':'e','userId':'u','integrations':1} | INVALID_FIELD",
                "{'event':'e','userId':'u','timestamp':'soon'} | INVALID_TIMESTAMP",
                "{'event':'e','userId':'u','timestamp':{}} | INVALID_TIMESTAMP",
                "{'event':'e','userId':'u','sentAt':'soon'} | INVALID_TIMESTAMP",
                "{'event':'e','userId':'u','timestamp':'1969-12-31T23:59:59Z'} | TIMESTAMP_OUT_OF_RANGE",
                "{'event':'message_opened','userId':'u'} | RESERVED_NAME"
            })
    void unusableEventsAreRejectedWithTheirReason(String json, RejectReason reason) {
        String event = json.replace('\'', '"');

        RejectedRecord rejected = rejectedTrack(event);

        assertThat(rejected.reason()).isEqualTo(reason);
        assertThat(rejected.detail()).isNotBlank();
        assertThat(new String(rejected.payload(), StandardCharsets.UTF_8)).isEqualTo(event);
    }

    @Test
    void aMessageIdOfMoreThanAHundredCharactersIsRejectedAndNotCut() {
        String longest = "\ud83d\ude80".repeat(100);

        assertThat(track("{\"event\":\"e\",\"userId\":\"u\",\"messageId\":\"" + longest + "\"}")
                        .messageId())
                .isEqualTo(longest);
        RejectedRecord rejected =
                rejectedTrack("{\"event\":\"e\",\"userId\":\"u\",\"messageId\":\"" + "m".repeat(101) + "\"}");
        assertThat(rejected.reason()).isEqualTo(RejectReason.MESSAGE_ID_TOO_LONG);
        assertThat(rejected.messageId()).isEqualTo("m".repeat(101));
    }

    @Test
    void anEventMayHave32768BytesOfItsOwn() {
        String frame = "{\"event\":\"e\",\"userId\":\"u\",\"x\":\"%s\"}";
        String fits = frame.formatted("x".repeat(32_768 - frame.length() + 2));

        assertThat(fits.length()).isEqualTo(32_768);
        assertThat(track(fits).event()).isEqualTo("e");
        assertThat(rejectedTrack(fits.replace("\"x\":\"", "\"x\":\"y")).reason())
                .isEqualTo(RejectReason.EVENT_TOO_LARGE);
    }

    @Test
    void anEventIsMeasuredAsItWasSent() {
        String frame =
                "{\"event\":\"e\",\"userId\":\"u\",\"messageId\":\"m\",\"n\":NaN,\"i\":[-Infinity],\"x\":\"%s\"}";
        String fits = frame.formatted("x".repeat(32_768 - frame.length() + 2));
        String shrinks = fits.replace("NaN", "1000").replace("x\"}", "\"}");

        assertThat(track(fits).messageId()).isEqualTo("m");
        assertThat(track(shrinks).messageId()).isEqualTo("m");
        for (String tooLong : new String[] {fits.replace("[", "[1,"), shrinks.replace("[", "[1,")}) {
            assertThat(rejectedTrack(tooLong).reason()).isEqualTo(RejectReason.EVENT_TOO_LARGE);
            assertThat(rejectedTrack(tooLong).messageId()).isEqualTo("m");
        }
    }

    @Test
    void anEmptyArrayIsAnEmptyObjectOfPhp() {
        EventRecord record = batch(
                        "{\"context\":[],\"integrations\":[ ],\"batch\":[{\"type\":\"track\",\"event\":\"e\",\"userId\":\"u\","
                                + "\"properties\":[],\"traits\":[ ],\"context\":[],\"integrations\":[]}]}",
                        SERVER)
                .storable()
                .get(0);

        assertThat(body(record)).isEqualTo("{\"context\":{}}");
    }

    @Test
    void whatIsTooDeepOrTooLongSpoilsItsOwnEventAlone() {
        String deep = "[".repeat(100) + "]".repeat(100);
        String digits = "7".repeat(1001);
        ReadEvents events = batch(
                "{\"batch\":[{\"type\":\"page\",\"userId\":\"deep\",\"x\":" + deep + "},"
                        + "{\"type\":\"page\",\"userId\":\"fine\"},"
                        + "{\"type\":\"page\",\"userId\":\"long\",\"x\":" + digits + "}]}",
                SERVER);

        assertThat(events.storable()).extracting(EventRecord::userId).containsExactly("fine");
        assertThat(events.rejected())
                .extracting(RejectedRecord::reason)
                .containsExactly(RejectReason.INVALID_FIELD, RejectReason.INVALID_FIELD);
        assertThat(events.rejected()).extracting(RejectedRecord::position).containsExactly(0L, 2L);
    }

    @Test
    void aBatchNeedsTypesAndKeepsPositionsFromTheFirstLineOfAnImport() {
        Sender importing = new Sender("ws_1", "key_1", "imp_7", 1001, false, "", "");
        ReadEvents events = batch(
                "{\"batch\":[{\"type\":\"track\",\"event\":\"e\",\"userId\":\"u\"},{\"userId\":\"u\"},"
                        + "{\"type\":\"trail\",\"userId\":\"u\"}]}",
                importing);

        assertThat(events.storable()).extracting(EventRecord::importId).containsExactly("imp_7");
        assertThat(events.rejected())
                .extracting(RejectedRecord::reason, RejectedRecord::position, RejectedRecord::importId)
                .containsExactly(
                        tuple(RejectReason.UNKNOWN_TYPE, 1002L, "imp_7"),
                        tuple(RejectReason.UNKNOWN_TYPE, 1003L, "imp_7"));
    }

    @Test
    void whatIsNoBatchIsRejectedWhole() {
        assertThat(batch("[1]", SERVER).rejected())
                .extracting(RejectedRecord::reason)
                .containsExactly(RejectReason.NOT_AN_OBJECT);
        assertThat(batch("{\"batch\":{}}", SERVER).rejected())
                .extracting(RejectedRecord::reason)
                .containsExactly(RejectReason.INVALID_FIELD);
        assertThat(batch("{\"batch\":[{\"type\":\"page\",\"userId\":\"u\"}],\"context\":3}", SERVER)
                        .rejected())
                .extracting(RejectedRecord::reason)
                .containsExactly(RejectReason.INVALID_FIELD);
    }

    private static String pageBody(String json, Sender sender) {
        return body(single(EventType.PAGE, json, sender).storable().get(0));
    }

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}
