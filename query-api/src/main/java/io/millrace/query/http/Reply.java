package io.millrace.query.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.query.request.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** What is answered: a status and a body of some type. Whoever has one writes its body or closes it. */
public record Reply(int status, String contentType, Body body) {

    public static final String JSON = "application/json";
    public static final String CSV = "text/csv;charset=utf-8";

    public Reply(int status, String contentType, byte[] body) {
        this(status, contentType, Body.of(body));
    }

    public static Reply json(int status, JsonNode body) {
        try {
            return new Reply(status, JSON, Json.MAPPER.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can always be written", e);
        }
    }

    public static Reply text(int status, String contentType, String body) {
        return new Reply(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 4180 with a header line. */
    public static Reply csv(List<String> header, List<List<String>> rows) {
        StringWriter text = new StringWriter();
        try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
            printer.printRecord(header);
            printer.printRecords(rows);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text(200, CSV, text.toString());
    }
}
