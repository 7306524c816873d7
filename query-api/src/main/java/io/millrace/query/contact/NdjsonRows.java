package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.query.request.Fault;
import io.millrace.query.request.Json;
import io.millrace.query.request.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One JSON object a line, each the body of a request to create a contact. A line too long is a broken row. */
final class NdjsonRows implements ImportRow.Source {

    static final int LINE_LENGTH_MAX = 1024 * 1024;

    private final BufferedReader reader;
    private long number;

    NdjsonRows(InputStream in) {
        this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 64 * 1024);
    }

    @Override
    public Optional<ImportRow> next() {
        try {
            while (true) {
                StringBuilder line = new StringBuilder();
                int length = line(line);
                if (length < 0) {
                    return Optional.empty();
                }
                number++;
                String text = (number == 1 && line.length() > 0 && line.charAt(0) == '\ufeff'
                                ? line.substring(1)
                                : line.toString())
                        .strip();
                if (length > LINE_LENGTH_MAX) {
                    return Optional.of(tooLong(text));
                }
                if (!text.isEmpty()) {
                    return Optional.of(row(text));
                }
            }
        } catch (IOException e) {
            throw ImportRow.brokeOff();
        }
    }

    private ImportRow row(String text) {
        JsonNode body;
        try {
            body = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (ProblemException e) {
            return ImportRow.broken(number, text, e);
        }
        return ImportRow.of(number, text, body);
    }

    private ImportRow tooLong(String start) {
        String expected = "up to " + LINE_LENGTH_MAX + " characters";
        return ImportRow.broken(
                number,
                start.substring(0, 1000),
                new Fault("", "out_of_range", null, expected, "expected " + expected));
    }

    /** Reads to the end of the line and keeps as much as a line may have; -1 at the end of the file. */
    private int line(StringBuilder kept) throws IOException {
        int length = 0;
        for (int c = reader.read(); c != '\n'; c = reader.read()) {
            if (c < 0) {
                return length == 0 ? -1 : length;
            }
            if (length++ < LINE_LENGTH_MAX) {
                kept.append((char) c);
            }
        }
        return length;
    }
}
