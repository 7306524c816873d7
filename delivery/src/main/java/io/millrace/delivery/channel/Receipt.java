package io.millrace.delivery.channel;

/**
 * The other side has taken the message.
 *
 * @param delivered whether that means that it is where it belongs; an on-site message is only stored so far
 * @param detail what the other side calls it, for the logs; may be empty
 */
public record Receipt(boolean delivered, String detail) {
    public static final Receipt DELIVERED = new Receipt(true, "");
}
