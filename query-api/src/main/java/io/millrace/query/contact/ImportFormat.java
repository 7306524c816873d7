package io.millrace.query.contact;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.http.Call;
import io.millrace.query.request.Faults;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a file of contacts is written in. */
enum ImportFormat {
    CSV("csv", "text/csv", CsvRows::new),
    NDJSON("ndjson", "ndjson", NdjsonRows::new);

    /** A file whose reading begins only when it is asked for. */
    @FunctionalInterface
    interface Opened {
        ImportRow.Source open();
    }

    private final String text;
    private final String mediaType;
    private final Function<InputStream, ImportRow.Source> reader;

    ImportFormat(String text, String mediaType, Function<InputStream, ImportRow.Source> reader) {
        this.text = text;
        this.mediaType = mediaType;
        this.reader = reader;
    }

    String text() {
        return text;
    }

    Opened of(InputStream in) {
        return () -> reader.apply(in);
    }

    /** As parameter {@code format} says, else the header {@code Content-Type}. */
    static ImportFormat asked(Call call, Faults faults) {
        Optional<String> named = call.parameter("format");
        String type = call.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        Optional<ImportFormat> found = Arrays.stream(values())
                .filter(format -> named.isPresent() ? format.text.equals(named.get()) : type.contains(format.mediaType))
                .findFirst();
        if (found.isEmpty()) {
            faults.invalid(
                    "format",
                    TextNode.valueOf(named.orElse(type)),
                    "one of " + Arrays.stream(values()).map(ImportFormat::text).collect(Collectors.joining(", "))
                            + ", or a Content-Type text/csv or application/x-ndjson");
        }
        return found.orElse(CSV);
    }
}
