package io.millrace.query.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The conditions over events that a segment's rules hold, each once. Pure and thread-safe. */
@FunctionalInterface
interface ConditionReader {

    List<Condition> of(JsonNode rules);
}
