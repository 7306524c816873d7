package io.millrace.query.identity;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads statements whose rows are contacts and nothing else. */
public final class ContactColumn {

    private static final int NUMBER_BYTES = 16;
    private static final int BUFFER_BYTES = 1 << 16;

    private ContactColumn() {}

    /**
     * The contacts in the order of the rows.
     *
     * @param sql with one column of type UInt128
     * @param bounds the settings that bound the statement in time and memory
     */
    public static List<BigInteger> read(ClickHouseClient client, Sql sql, Map<String, String> bounds) {
        return client.read(sql, "RowBinary", bounds, Map.of(), ContactColumn::read);
    }

    private static List<BigInteger> read(InputStream body) throws IOException {
        List<BigInteger> contacts = new ArrayList<>();
        InputStream in = new BufferedInputStream(body, BUFFER_BYTES);
        byte[] number = new byte[NUMBER_BYTES];
        while (true) {
            int read = in.readNBytes(number, 0, NUMBER_BYTES);
            if (read == 0) {
                return contacts;
            }
            if (read < NUMBER_BYTES) {
                throw new EOFException("the answer ends within a row");
            }
            contacts.add(new BigInteger(1, bigEndian(number)));
        }
    }

    private static byte[] bigEndian(byte[] littleEndian) {
        byte[] reversed = new byte[NUMBER_BYTES];
        for (int i = 0; i < NUMBER_BYTES; i++) {
            reversed[i] = littleEndian[NUMBER_BYTES - 1 - i];
        }
        return reversed;
    }
}
