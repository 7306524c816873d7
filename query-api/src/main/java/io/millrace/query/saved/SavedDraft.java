package io.millrace.query.saved;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a request says of a saved query; what it does not name is empty.
 *
 * @param query with its type, found right
 * @param expectedVersion the version the edit is for
 */
record SavedDraft(
        Optional<String> name,
        Optional<String> description,
        Optional<ObjectNode> query,
        OptionalLong expectedVersion) {}
