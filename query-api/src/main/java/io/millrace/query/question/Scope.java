package io.millrace.query.question;

import java.time.Instant;

/**
 * Whose events a question is about, and as of when.
 *
 * @param workspace the only workspace whose rows may be read
 * @param now the instant of the call; dates relative to now are judged by it
 */
public record Scope(String workspace, Instant now) {}
