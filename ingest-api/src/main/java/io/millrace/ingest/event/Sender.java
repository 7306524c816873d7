package io.millrace.ingest.event;

/**
 * What the door knows about a request besides its body.
 *
 * @param importId empty for live events
 * @param firstPosition of its first event; of an import the line in its file
 * @param clientSide whether the request itself came from a browser; an event may say so too
 * @param ip the sender's address, past trusted proxies
 */
public record Sender(
        String workspace,
        String keyId,
        String importId,
        long firstPosition,
        boolean clientSide,
        String ip,
        String userAgent) {

    /** The most that an escaped character takes in JSON. */
    private static final int ESCAPED_BYTES_MAX = 6;

    /** An upper bound of what is written into each client-side event. */
    int filledBytesMax() {
        return ip.length() + ESCAPED_BYTES_MAX * userAgent.length();
    }
}
