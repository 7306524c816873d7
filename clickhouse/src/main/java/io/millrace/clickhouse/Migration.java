package io.millrace.clickhouse;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One numbered step of the schema. Its statements can be run again, since a runner may die between two of them.
 *
 * @param fileName {@code 0001_events.sql}; the digits are the number
 * @param text statements, each ended by a semicolon at the end of its line
 */
record Migration(String fileName, String text) {

    private static final Pattern FILE_NAME = Pattern.compile("(\\d{4})_[a-z0-9_]+\\.sql");
    private static final Pattern END_OF_STATEMENT = Pattern.compile(";[ \\t]*(\\r?\\n|$)");

    Migration {
        if (!FILE_NAME.matcher(fileName).matches()) {
            throw new IllegalArgumentException("a migration is called NNNN_name.sql, found " + fileName);
        }
    }

    int number() {
        Matcher name = FILE_NAME.matcher(fileName);
        if (!name.matches()) {
            throw new IllegalStateException(fileName);
        }
        return Integer.parseInt(name.group(1));
    }

    List<Sql> statements() {
        return END_OF_STATEMENT
                .splitAsStream(text)
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .map(Sql::of)
                .toList();
    }

    /** SHA-256 of the text, in hexadecimal digits. */
    String checksum() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
