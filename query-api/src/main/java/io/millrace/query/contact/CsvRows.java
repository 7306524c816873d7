package io.millrace.query.contact;

import io.millrace.query.request.Fault;
import io.millrace.query.request.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Comma-separated values (RFC 4180) with a header. */
final class CsvRows implements ImportRow.Source {

    private static final long RECORD_LENGTH_MAX = 1024L * 1024;

    private final RecordBound bound;
    private final Iterator<CSVRecord> records;
    private final CsvColumns columns;
    private long number = 1;

    /** Reads the header; ends the request with 400 if there is none that can be used. */
    CsvRows(InputStream in) {
        this.bound = new RecordBound(new InputStreamReader(in, StandardCharsets.UTF_8), RECORD_LENGTH_MAX);
        try {
            this.records = CSVParser.builder()
                    .setReader(bound)
                    .setFormat(CSVFormat.RFC4180
                            .builder()
                            .setIgnoreEmptyLines(true)
                            .get())
                    .get()
                    .iterator();
        } catch (IOException e) {
            throw ImportRow.brokeOff();
        }
        CSVRecord header = record().orElseThrow(() -> ImportRow.unreadable("the file is empty"));
        List<String> names = header.stream().toList();
        String first = names.get(0).startsWith("\ufeff") ? names.get(0).substring(1) : names.get(0);
        this.columns = new CsvColumns(
                Stream.concat(Stream.of(first), names.stream().skip(1)).toList());
    }

    @Override
    public Optional<ImportRow> next() {
        return record().map(record -> {
            number++;
            return row(record.stream().toList());
        });
    }

    private ImportRow row(List<String> cells) {
        String payload = Json.text(columns.asRead(cells));
        if (cells.size() != columns.names().size()) {
            String expected = columns.names().size() + " cells, as the header has";
            return ImportRow.broken(
                    number,
                    payload,
                    new Fault("", "invalid", null, expected, "expected " + expected + ", found " + cells.size()));
        }
        return ImportRow.of(number, payload, columns.body(cells));
    }

    private Optional<CSVRecord> record() {
        bound.begin();
        try {
            return records.hasNext() ? Optional.of(records.next()) : Optional.empty();
        } catch (UncheckedIOException e) {
            throw unreadable(e);
        } catch (IllegalStateException e) {
            throw ImportRow.unreadable("row " + (number + 1) + " is no CSV: " + e.getMessage());
        }
    }

    private RuntimeException unreadable(UncheckedIOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordBound.TooLong) {
                return ImportRow.unreadable("row " + (number + 1) + " is longer than " + RECORD_LENGTH_MAX
                        + " characters; is a quotation mark missing?");
            }
            if (cause instanceof CSVException) {
                return ImportRow.unreadable("row " + (number + 1) + " is no CSV: " + cause.getMessage());
            }
        }
        return ImportRow.brokeOff();
    }
}
