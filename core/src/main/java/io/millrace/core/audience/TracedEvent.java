package io.millrace.core.audience;

/** An event that a condition has taken in, with what names it to people. */
record TracedEvent(LeafEvent event, String name, String messageId) {}
