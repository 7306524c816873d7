package io.millrace.cli.importing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The message id of a row: the same row of the same file has the same one in every import. */
interface MessageIds {

    String of(Reading.Row row);

    /** The prefix and the row's number, {@code orders-17}. */
    static MessageIds numbered(String prefix) {
        return row -> prefix + row.number();
    }

    /** A column's value; a row that has none there gets its id as {@code otherwise} says. */
    static MessageIds inColumn(String column, MessageIds otherwise) {
        return row -> {
            String id = row.text(column);
            return id == null ? otherwise.of(row) : id;
        };
    }

    /**
     * The file's name, the row's number and a digest of its text, so that equal rows stay apart, and so do other rows of
     * a file of the same name.
     *
     * @param kind what the rows become; the same rows as other events are other events
     */
    static MessageIds ofContent(String fileName, String kind) {
        String name = fileName.replaceAll("[^A-Za-z0-9_.-]", "_");
        String prefix = name.substring(0, Math.min(40, name.length()));
        MessageDigest digest = sha256();
        return row -> {
            digest.update(kind.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            byte[] hash = digest.digest(row.source().getBytes(StandardCharsets.UTF_8));
            return prefix + '-' + row.number() + '-' + HexFormat.of().formatHex(hash, 0, 8);
        };
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
