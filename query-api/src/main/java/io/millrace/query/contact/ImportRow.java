package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.query.request.Fault;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.request.Problem;
import io.millrace.query.request.ProblemException;
import io.millrace.query.write.RequestId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A row of a file of contacts.
 *
 * @param number as people count: a line of NDJSON, a record of CSV with the header as the first
 * @param payload the row's text
 * @param contact what it says; empty if it cannot be used
 * @param fault why it cannot be used
 */
record ImportRow(long number, String payload, Optional<NewContact> contact, Optional<Fault> fault) {

    /** What stands for bytes that were no UTF-8. */
    private static final char REPLACEMENT = '\ufffd';

    /** Reads a row that is a JSON object, the body of a request to create a contact. */
    static ImportRow of(long number, String payload, JsonNode body) {
        if (payload.indexOf(REPLACEMENT) >= 0) {
            return broken(number, payload, new Fault("", "invalid", null, "UTF-8", "is not UTF-8"));
        }
        Faults faults = new Faults();
        Optional<ObjectReader> reader = ObjectReader.of(body, "", faults);
        Optional<NewContact> contact = reader.map(fields -> NewContact.read(body, fields));
        reader.ifPresent(ObjectReader::finish);
        try {
            faults.throwIfAny();
        } catch (ProblemException e) {
            return broken(number, payload, e);
        }
        return new ImportRow(number, payload, contact, Optional.empty());
    }

    static ImportRow broken(long number, String payload, ProblemException why) {
        Problem problem = why.problem();
        Fault first = problem.faults().get(0);
        return broken(
                number,
                payload,
                new Fault(first.field(), first.reason(), first.found(), first.expected(), problem.message()));
    }

    static ImportRow broken(long number, String payload, Fault fault) {
        return new ImportRow(number, payload, Optional.empty(), Optional.of(fault));
    }

    /** The id of the row's write: the same row of the same import is the same write, however often it is sent. */
    RequestId requestId(String importId) {
        String content = RequestId.content(payload.getBytes(StandardCharsets.UTF_8));
        return new RequestId(importId + "." + number, content, true);
    }

    /** Rows of a file, in their order. */
    interface Source {

        /** The next row; empty at the end. Ends the request with 400 where the file cannot be read any further. */
        Optional<ImportRow> next();
    }

    /** The client went away; whoever asks how far the import is reads this. */
    static ProblemException brokeOff() {
        return Problem.of(
                        400,
                        "upload_incomplete",
                        "the upload broke off; sent again with the same Idempotency-Key it goes on")
                .exception();
    }

    /** Why a file as a whole cannot be read. */
    static ProblemException unreadable(String message) {
        return Problem.validation(List.of(new Fault("", "unreadable", null, null, message)))
                .exception();
    }
}
