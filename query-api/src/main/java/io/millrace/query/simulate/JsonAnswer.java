package io.millrace.query.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** What a simulation answers, as JSON that is never whole in memory: a large one has a hundred megabytes of text. */
interface JsonAnswer {
    void writeTo(JsonGenerator json) throws IOException;
}
