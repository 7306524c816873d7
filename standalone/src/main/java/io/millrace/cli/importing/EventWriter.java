package io.millrace.cli.importing;

/** Makes the event of a row. Used by one thread. */
interface EventWriter {

    /**
     * The event as one JSON object in UTF-8. What only ingest can judge, say a missing id, is left to it.
     *
     * @throws UnfitValueException if a field is not what the mapping says it is
     */
    byte[] event(Reading.Row row) throws UnfitValueException;
}
