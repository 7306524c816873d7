package io.millrace.flink.event;

/** By what outcomes are accounted. */
record OutcomeKey(
        String workspace, String keyId, String importId, boolean rejectedTopic, int partition, Outcome outcome) {}
