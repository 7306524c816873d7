package io.millrace.flink.audience.contact;

import io.millrace.flink.audience.Routed;
import java.util.Comparator;

/**
 * The order in which things that one contact is told are judged: by instant, and within one events first, then actions,
 * then what concerns other contacts, each in order of arrival. It depends on the records alone.
 */
final class Order {

    static final Comparator<Routed> OF_JUDGEMENT = Comparator.comparingLong(Routed::appendMillis)
            .thenComparing(Routed::kind)
            .thenComparingInt(Routed::partition)
            .thenComparingLong(Routed::offset);

    private Order() {}
}
