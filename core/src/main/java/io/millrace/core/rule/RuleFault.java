package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong in a rule's text.
 *
 * @param pointer a JSON pointer into the request
 * @param reason a word for programs: {@code required wrong_type unknown_field invalid out_of_range too_large}
 * @param found what stands there, null if nothing does
 * @param expected what should stand there, in words
 */
public record RuleFault(String pointer, String reason, @Nullable JsonNode found, String expected) {}
