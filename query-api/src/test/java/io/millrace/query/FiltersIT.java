package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every operator over stored texts; each event's value is its own name, so that a count names who matched. */
class FiltersIT {

    private static final Api api = Api.start();

    @BeforeAll
    static void store() {
        String at = "2026-02-01T01:00:00.000Z";
        api.track("u", "n", at, "x", "1.0")
                .track("u", "n", at, "x", "9007199254740993")
                .track("u", "n", at, "x", "-2.5")
                .track("u", "n", at, "x", "1e2")
                .track("u", "n", at, "x", "Ärger im Büro")
                .track("u", "n", at, "x", "true")
                .track("u", "n", at, "x", "")
                .track("u", "n", at)
                .track("u", "date", at, "x", "2026-03-15T11:00:00Z")
                .track("u", "date", at, "x", "2026-03-14")
                .track("u", "date", at, "x", "1773662400")
                .track("u", "date", at, "x", "1773576000000")
                .track("u", "list", at, "x", "[\"Red\",\"blue\",3]")
                .track("u", "object", at, "x.kind", "book")
                .event("page", "u", "page", at, new String[0], new String[] {
                    "page.search", "?utm_source=news%20letter&utm_campaign=may"
                })
                .event("page", "u", "page", at, new String[0], new String[] {
                    "campaign.source", "google", "campaign.name", "sale", "page.search", "?utm_source=other"
                })
                .event("page", "u", "page", at, new String[0], new String[] {
                    "page.url", "https://shop.example/?a=1&utm_source=feed+one#top"
                })
                .stored();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            # a text that is a JSON number is a number
            n | "op":"eq","value":1               | 1
            n | "op":"eq","value":"1.00"          | 1
            n | "op":"eq","value":100             | 1
            # whole numbers beyond 2^53 are told apart
            n | "op":"eq","value":9007199254740993 | 1
            n | "op":"eq","value":9007199254740992 | 0
            n | "op":"gt","value":9007199254740992 | 1
            n | "op":"eq","value":true            | 1
            n | "op":"eq","value":""              | 0
            # the negations are true where the value is absent
            n | "op":"neq","value":1              | 7
            n | "op":"not_in","value":[1,"true"]  | 6
            n | "op":"not_contains","value":"büro" | 7
            n | "op":"not_exists"                 | 2
            n | "op":"exists"                     | 6
            n | "op":"in","value":["true",-2.5]   | 2
            n | "op":"lt","value":1               | 1
            n | "op":"lte","value":1.0            | 2
            n | "op":"gte","value":100            | 2
            n | "op":"gt","value":"Ärger"         | 0
            n | "op":"contains","value":"ÄRGER IM" | 1
            list | "op":"contains","value":"Red"  | 1
            list | "op":"contains","value":"red"  | 0
            list | "op":"contains","value":3      | 1
            list | "op":"contains","value":"3.0"  | 1
            list | "op":"eq","value":"[]"         | 0
            n | "op":"contains","value":0         | 2
            object | "op":"exists"                | 1
            # now is 2026-03-15T12:00:00Z = 1773576000; 1773662400 is one day later
            # an hour ago is just outside a window of one hour; now itself is inside
            date | "op":"within_last","value":"1h" | 1
            date | "op":"within_last","value":"3601s" | 2
            date | "op":"within_last","value":"36h" | 2
            date | "op":"within_last","value":"129601s" | 3
            date | "op":"within_next","value":"1d" | 1
            date | "op":"older_than","value":"1h"  | 2
            # numbers are dates beside a date: these two are 2026-03-16T12:00 and 2026-03-15T12:00
            date | "op":"gte","value":"2026-03-14T00:00:00Z" | 4
            date | "op":"lt","value":"2026-03-15"  | 1
            """)
    void operators(String event, String rest, long matched) {
        String query = "{\"type\":\"event_count\",\"event\":\"" + event
                + "\",\"from\":\"2026-02-01\",\"to\":\"2026-02-01\",\"filters\":[{\"field\":\"properties.x\"," + rest
                + "}]}";

        assertThat(api.query(query).path("total").asLong()).isEqualTo(matched);
    }

    @Test
    void utmComesFromTheCampaignElseFromThePage() {
        assertThat(Api.texts(
                        api.query(
                                        """
                        {"type":"event_count","event":"page","from":"2026-02-01","to":"2026-02-01","group_by":"utm.source"}
                        """)
                                .path("groups"),
                        "label"))
                .containsExactly("feed one", "google", "news letter");
        assertThat(api.query(
                                """
                        {"type":"event_count","event":"page","from":"2026-02-01","to":"2026-02-01","filters":{"utm.campaign":["sale","may"]}}
                        """)
                        .path("total")
                        .asLong())
                .isEqualTo(2);
    }
}
