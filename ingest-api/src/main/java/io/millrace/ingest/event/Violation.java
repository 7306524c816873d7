package io.millrace.ingest.event;

import io.millrace.core.event.RejectReason;

/** Why an event cannot be stored, with what was found for a person to read. */
record Violation(RejectReason reason, String detail) {}
