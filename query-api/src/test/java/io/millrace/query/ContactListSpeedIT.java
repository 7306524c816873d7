package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.Sql;
import io.millrace.query.list.Page;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definitions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Lists of many contacts beside the same lists of a thousand. It asserts what is listed and prints how long that takes;
 * {@code -Dmillrace.speed.contacts=1000000} makes the measurement that docs/benchmarks.md quotes.
 */
class ContactListSpeedIT {

    private static final int MANY = Integer.getInteger("millrace.speed.contacts", 20_000);
    private static final int FEW = 1_000;
    private static final int INSERTS = 8;
    private static final int REPEATS = 15;

    /** Of this many contacts in turn one has the tag. */
    private static final Map<String, Integer> TAGS = Map.of("every_2nd", 2, "every_100th", 100, "every_5000th", 5_000);

    private final Api many = Api.start();
    private final Api few = Api.start();

    @AfterEach
    void close() {
        many.close();
        few.close();
    }

    @Test
    void aPageOfManyIsReadLikeAPageOfFew() {
        generate(few, FEW);
        generate(many, MANY);
        Map<String, String> lists = new LinkedHashMap<>();
        lists.put("first page", "");
        lists.put("page from the middle", "?cursor=" + middle());
        lists.put("every 2nd has the tag", "?tag=every_2nd");
        lists.put("every 100th has the tag", "?tag=every_100th");
        lists.put("every 5,000th has the tag", "?tag=every_5000th");
        lists.put("a segment of a third", "?segment_id=seg_third");
        lists.put("a segment of a third, every 100th has the tag", "?segment_id=seg_third&tag=every_100th");
        lists.put("a segment of every 1,000th", "?segment_id=seg_small");
        lists.put("created within a day of the year", "?created_after=2025-05-01&created_before=2025-05-02");
        lists.put("created within ten minutes", "?created_after=2025-05-01&created_before=2025-05-01T00:10:00Z");
        lists.put("one address", "?email=u777@example.com");
        lists.put("known ones", "?known=true");
        System.out.printf(Locale.ROOT, "%-50s %,12d %,12d%n", "median of " + REPEATS + " in ms", FEW, MANY);
        lists.forEach((name, parameters) -> System.out.printf(
                Locale.ROOT,
                "%-50s %12.1f %12.1f%n",
                name,
                median(few, "/v1/contacts" + parameters),
                median(many, "/v1/contacts" + parameters)));
        System.out.printf(
                Locale.ROOT,
                "%-50s %12.1f %12.1f%n",
                "one profile",
                median(few, "/v1/contacts/user_777"),
                median(many, "/v1/contacts/user_777"));

        TAGS.forEach((tag, every) ->
                assertThat(walked("?limit=100&tag=" + tag)).isEqualTo(Math.min(300, (MANY + every - 1) / every)));
        assertThat(walked("?limit=100&segment_id=seg_small")).isEqualTo(Math.min(300, (MANY + 999) / 1_000));
    }

    /** How many contacts the first three pages hold. */
    private int walked(String parameters) {
        int found = 0;
        String cursor = "";
        for (int page = 0; page < 3; page++) {
            JsonNode answer = many.json(200, many.get("/v1/contacts" + parameters + cursor, many.secretKey));
            found += answer.path("data").size();
            if (!answer.path("has_more").asBoolean()) {
                return found;
            }
            cursor = "&cursor=" + answer.path("next_cursor").asText();
        }
        return found;
    }

    /** A cursor half-way through all ids. */
    private static String middle() {
        return Page.cursor("c1", List.of(0x8000L, 0L));
    }

    private static double median(Api api, String path) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < REPEATS; i++) {
            long begin = System.nanoTime();
            api.json(200, api.get(path, api.secretKey));
            times.add((System.nanoTime() - begin) / 1e6);
        }
        return times.stream().sorted().skip(REPEATS / 2).findFirst().orElseThrow();
    }

    /** Contacts created evenly over a year, one in ten with a second row, and three segments. */
    private static void generate(Api api, int contacts) {
        String workspace = api.workspace.id();
        IntStream.range(0, INSERTS).forEach(part -> api.clickhouse()
                .execute(new Sql(
                        """
                        INSERT INTO contacts (workspace, contact, external_id, email, traits, tags, scores, created_at,
                          updated_at, version)
                        SELECT {workspace:String}, reinterpretAsUInt128(concat(substring(reverse(SHA256(concat(
                            {workspace:String}, char(0), 'uuser_', toString(number), char(0), '0'))), 23, 10))),
                          concat('user_', toString(number)), concat('u', toString(number), '@example.com'),
                          concat('{"name":"Person ', toString(number), '","plan":"growth","company":"Company ',
                            toString(number % 5000), '","seats":', toString(number % 100), ',"note":"',
                            hex(cityHash64(number)), '"}'),
                          arrayConcat(if(number % 2 = 0, ['every_2nd'], []), if(number % 100 = 0, ['every_100th'], []),
                            if(number % 5000 = 0, ['every_5000th'], [])),
                          map('lead', number % 100),
                          toDateTime64('2025-01-01 00:00:00', 3, 'UTC') + toIntervalSecond(
                            intDiv(number * 31536000, {contacts:UInt64})),
                          toDateTime64('2026-01-01 00:00:00', 3, 'UTC'), number + 1
                        FROM numbers({from:UInt64}, {many:UInt64})
                        """,
                        Map.of(
                                "workspace",
                                workspace,
                                "contacts",
                                contacts,
                                "from",
                                part * (contacts / INSERTS),
                                "many",
                                contacts / INSERTS))));
        api.clickhouse()
                .execute(new Sql(
                        """
                        INSERT INTO contacts
                        SELECT * REPLACE (version + 100000000 AS version)
                        FROM contacts
                        WHERE workspace = {workspace:String} AND endsWith(external_id, '7')
                        """,
                        Map.of("workspace", workspace)));
        segment(api, "seg_third", 3);
        segment(api, "seg_small", 1_000);
    }

    private static void segment(Api api, String id, int every) {
        api.definitions.put(
                new Definition.Key(Definition.Kind.SEGMENT, api.workspace.id(), id),
                Definitions.ABSENT,
                "{\"id\":\"" + id + "\",\"name\":\"" + id + "\",\"type\":\"static\"}");
        api.clickhouse()
                .execute(new Sql(
                        """
                        INSERT INTO segment_members
                        SELECT workspace, {segment:String}, contact, 1, created_at, version
                        FROM contacts
                        WHERE workspace = {workspace:String} AND version % {every:UInt64} = 1 AND version < 100000000
                        """,
                        Map.of("workspace", api.workspace.id(), "segment", id, "every", every)));
    }
}
