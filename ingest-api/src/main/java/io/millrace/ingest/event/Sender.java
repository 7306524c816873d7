package io.millrace.ingest.event;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

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

    /** How much is written into each client-side event. */
    int filledBytesMax() {
        return ip.length() + JsonStringEncoder.getInstance().quoteAsUTF8(userAgent).length;
    }
}
