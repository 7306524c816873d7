package io.millrace.cli.importing;

import io.millrace.cli.client.OptionFailure;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how the file is written. */
final class SourceOptions {

    enum Format {
        csv,
        ndjson
    }

    @Option(
            names = "--format",
            description = "${COMPLETION-CANDIDATES}; told by the file's name if left out, csv for standard input.")
    @Nullable
    Format format;

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            description = "Between the values of a CSV line; \"tab\" for tabs (the default for .tsv, else a comma).")
    @Nullable
    String delimiter;

    @Option(names = "--skip-rows", paramLabel = "N", description = "Lines to pass over at the beginning.")
    int skipRows;

    @Option(
            names = "--columns",
            paramLabel = "NAME",
            split = ",",
            description = "The columns' names, for a CSV file without a header.")
    List<String> columns = List.of();

    @Option(names = "--charset", paramLabel = "NAME", description = "The text's encoding (UTF-8).")
    Charset charset = StandardCharsets.UTF_8;

    Format formatOf(ImportInput input) {
        if (format != null) {
            return format;
        }
        String name = input.plainName().toLowerCase(Locale.ROOT);
        if (name.endsWith(".ndjson") || name.endsWith(".jsonl") || name.endsWith(".json")) {
            return Format.ndjson;
        }
        if (name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".txt") || input.file() == null) {
            return Format.csv;
        }
        throw new OptionFailure("The name " + input.plainName() + " does not say what the file holds: give --format.");
    }

    RowSource source(ImportInput input) throws IOException {
        LineReader lines = new LineReader(input.stream(), charset);
        if (formatOf(input) == Format.ndjson) {
            return new NdjsonSource(lines, skipRows);
        }
        try {
            return new CsvSource(lines, new CsvDialect(delimiterOf(input), skipRows, columns));
        } catch (IllegalArgumentException e) {
            throw new OptionFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private char delimiterOf(ImportInput input) {
        if (delimiter == null) {
            return input.plainName().toLowerCase(Locale.ROOT).endsWith(".tsv") ? '\t' : ',';
        }
        if (delimiter.equals("tab") || delimiter.equals("\\t")) {
            return '\t';
        }
        if (delimiter.length() != 1) {
            throw new OptionFailure("--delimiter: found \"" + delimiter + "\", expected one character or \"tab\"");
        }
        return delimiter.charAt(0);
    }

    /** What of these options decides which rows a file has. */
    String identity() {
        return format + "\n" + delimiter + "\n" + skipRows + "\n" + columns + "\n" + charset;
    }
}
