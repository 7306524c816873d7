package io.millrace.bench.analytics;

import io.millrace.clickhouse.Sql;
import java.util.Map;

/**
 * Events that ClickHouse makes up by itself, the same ones for the same seed: 90 days in order of arrival, a contact for
 * every 40. Each contact has at least one session of eight events within six minutes; the other sessions crowd among few
 * contacts. Three of ten events are views, two carts, one an order. Every fifth says where its visitor came from. Eight
 * properties (a category of ten), eight to eleven values of context, a JSON text of about 600 bytes.
 */
final class GeneratedEvents {

    static final long EVENTS_PER_CONTACT = 40;

    private static final String ROWS =
            """
            WITH
              intDiv(number, 8) AS session,
              number % 8 AS place,
              toUInt64(pow(toUInt32(cityHash64(session, 1, {seed:UInt64})) / 4294967296, 2) * {contacts:UInt64}) AS visitor,
              if(session % 5 = 0, intDiv(session, 5) * 7919 % {contacts:UInt64}, visitor) AS who,
              ['view', 'view', 'view', 'cart', 'cart', 'order', 'login', 'search', 'share', 'open']
                [cityHash64(number, 2, {seed:UInt64}) % 10 + 1] AS name,
              toUnixTimestamp64Milli(toDateTime64('2025-12-15 12:00:00', 3, 'UTC'))
                + intDiv(session * 8 * 7770000000, {events:UInt64})
                + place * 45000 + cityHash64(number, 3, {seed:UInt64}) % 45000 AS at,
              ['garden', 'books', 'music', 'toys', 'shoes', 'kitchen', 'sports', 'travel', 'health', 'office']
                [cityHash64(number, 4, {seed:UInt64}) % 10 + 1] AS category,
              concat('sku-', leftPad(toString(cityHash64(number, 5, {seed:UInt64}) % 20000), 5, '0')) AS product,
              toString(5 + cityHash64(number, 6, {seed:UInt64}) % 195) AS amount,
              toString(1 + cityHash64(number, 7, {seed:UInt64}) % 4) AS quantity,
              if(cityHash64(number, 8, {seed:UInt64}) % 8 = 0, 'false', 'true') AS in_stock,
              ['free', 'growth', 'scale'][who % 3 + 1] AS plan,
              ['Chrome', 'Safari', 'Firefox', 'Edge', 'Opera'][who % 5 + 1] AS browser,
              ['de-DE', 'en-GB', 'fr-FR', 'pl-PL'][who % 4 + 1] AS locale,
              concat('https://shop.example/', category, '/', product) AS url,
              concat('10.', toString(who % 256), '.', toString(intDiv(who, 256) % 256), '.', toString(session % 256)) AS ip,
              concat('Mozilla/5.0 (X11; Linux x86_64) ', browser, '/', toString(100 + who % 30), '.0') AS agent,
              cityHash64(session, 9, {seed:UInt64}) % 5 < 2 AND place < 4 AS touched,
              concat('source-', toString(cityHash64(session, 10, {seed:UInt64}) % 20)) AS source,
              concat('campaign-', toString(cityHash64(session, 11, {seed:UInt64}) % 200)) AS campaign,
              concat('user-', toString(who)) AS user,
              toString(reinterpretAsUUID(sipHash128(number, {seed:UInt64}))) AS message,
              toString(reinterpretAsUUID(sipHash128(who, {seed:UInt64}))) AS device,
              fromUnixTimestamp64Milli(toInt64(at), 'UTC') AS happened
            SELECT {workspace:String} AS workspace, name AS event, 'track' AS type, happened AS timestamp,
              bitShiftRight(reinterpretAsUInt128(sipHash128(user)), 48) AS person, user AS user_id, device AS anonymous_id,
              message AS message_id,
              fromUnixTimestamp64Milli(toInt64(at + cityHash64(number, 12, {seed:UInt64}) % 2000), 'UTC') AS received_at,
              who % 12 AS partition, number AS offset, 'key_bench' AS key_id,
              map('category', category, 'product_id', product, 'amount', amount, 'currency', 'EUR', 'quantity', quantity,
                'plan', plan, 'browser', browser, 'in_stock', in_stock) AS properties,
              mapConcat(
                map('page.url', url, 'page.path', substring(url, 21), 'page.title', concat('Buy ', product), 'locale', locale,
                  'ip', ip, 'userAgent', agent, 'library.name', 'analytics.js', 'library.version', '4.2.1'),
                if(touched, map('campaign.source', source, 'campaign.medium', 'cpc', 'campaign.name', campaign), map())
              ) AS context,
              concat('{"type":"track","event":"', name, '","messageId":"', message, '","userId":"', user,
                '","anonymousId":"', device, '","timestamp":"', formatDateTime(happened, '%Y-%m-%dT%H:%i:%SZ', 'UTC'),
                '","properties":{"category":"', category, '","product_id":"', product, '","amount":', amount,
                ',"currency":"EUR","quantity":', quantity, ',"plan":"', plan, '","browser":"', browser, '","in_stock":',
                in_stock, '},"context":{"page":{"url":"', url, '","path":"', substring(url, 21), '","title":"Buy ', product,
                '"},"locale":"', locale, '","ip":"', ip, '","userAgent":"', agent,
                '","library":{"name":"analytics.js","version":"4.2.1"}',
                if(touched, concat(',"campaign":{"source":"', source, '","medium":"cpc","name":"', campaign, '"}'), ''),
                '}}') AS text
            FROM numbers_mt({from:UInt64}, {count:UInt64})
            """;

    private static final String COLUMNS =
            "workspace, event, type, timestamp, person, user_id, anonymous_id, message_id,"
                    + " received_at, partition, offset, key_id, properties, context, text";

    private final String workspace;
    private final long events;
    private final long seed;

    /** @param events how many there are in all; how they spread over 90 days and over contacts follows from it */
    GeneratedEvents(String workspace, long events, long seed) {
        this.workspace = workspace;
        this.events = events;
        this.seed = seed;
    }

    String workspace() {
        return workspace;
    }

    long count() {
        return events;
    }

    long contacts() {
        return Math.max(1, events / EVENTS_PER_CONTACT);
    }

    /** Stores a stretch of them in a table that has the columns of {@code events}. */
    Sql insert(String table, long from, long count) {
        return new Sql(
                "INSERT INTO " + table + " (" + COLUMNS + ") SELECT " + COLUMNS + " FROM (" + ROWS + ")",
                parameters(from, count));
    }

    /** Makes a stretch of them and forgets it, which is the part of an insert that no table can help. */
    Sql make(long from, long count) {
        return new Sql("SELECT " + COLUMNS + " FROM (" + ROWS + ") FORMAT Null", parameters(from, count));
    }

    private Map<String, Object> parameters(long from, long count) {
        return Map.of(
                "workspace", workspace,
                "events", events,
                "contacts", contacts(),
                "seed", seed,
                "from", from,
                "count", Math.min(count, events - from));
    }
}
