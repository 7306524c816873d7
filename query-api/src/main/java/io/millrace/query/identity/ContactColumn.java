package io.millrace.query.identity;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.RowBinaryReader;
import io.millrace.clickhouse.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Reads statements whose rows are contacts and nothing else. */
public final class ContactColumn {

    private ContactColumn() {}

    /**
     * The contacts by their numbers, ascending, each once.
     *
     * @param sql with one column of type UInt128
     * @param bounds the settings that bound the statement in time and memory
     */
    public static List<BigInteger> read(ClickHouseClient client, Sql sql, Map<String, String> bounds) {
        return client.read(sql, "RowBinary", bounds, Map.of(), ContactColumn::read);
    }

    private static List<BigInteger> read(InputStream body) throws IOException {
        ContactNumbers contacts = new ContactNumbers();
        RowBinaryReader rows = new RowBinaryReader(body);
        while (rows.hasNext()) {
            long low = rows.longValue();
            contacts.add(rows.longValue(), low);
        }
        return contacts.sorted();
    }
}
