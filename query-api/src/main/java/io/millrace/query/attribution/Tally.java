package io.millrace.query.attribution;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.clickhouse.Symbols;
import io.millrace.core.rule.Values;
import io.millrace.query.sequence.Sequence;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Adds up, by the numbers of the dimension's values, what all contacts did: touchpoints, contacts, and the shares of
 * conversions. Used by one thread.
 */
final class Tally implements AttributionRows.Receiver {

    private final AttributionQuery query;
    private final Credit credit;
    private final Sums sums = new Sums();
    private final int absent;
    private long[] touchpoints = new long[16];
    private long[] contacts = new long[16];
    /** The number of the contact that was last counted in a row. */
    private int[] lastContact = new int[16];

    private int contactNumber;
    private long conversions;

    /** @param absent the text of the values of a touchpoint whose fields are all absent */
    Tally(AttributionQuery query, Symbols dimensions, String absent) {
        this.query = query;
        this.credit = new Credit(query.model(), query.halfLife());
        this.absent = dimensions.number(absent);
    }

    @Override
    public void contact(Path path) {
        contactNumber++;
        for (int touch = 0; touch < path.touches().size(); touch++) {
            int row = path.touches().kind(touch);
            touched(row);
            touchpoints[row]++;
        }
        for (int i = 0; i < path.conversionCount(); i++) {
            converted(path.touches(), path.convertedAt(i), worth(path.worth(i)));
        }
    }

    private void converted(Sequence touches, long at, Sums.Worth worth) {
        conversions++;
        int from = touches.firstFrom(at - query.lookback().toMillis());
        int to = touches.firstFrom(at + 1);
        if (from == to) {
            touched(absent);
            sums.add(absent, Credit.UNIT, worth);
        } else {
            credit.share(touches, from, to, (touch, units) -> sums.add(touches.kind(touch), units, worth));
        }
    }

    private void touched(int row) {
        if (row >= contacts.length) {
            int room = Math.max(row + 1, 2 * contacts.length);
            touchpoints = Arrays.copyOf(touchpoints, room);
            contacts = Arrays.copyOf(contacts, room);
            lastContact = Arrays.copyOf(lastContact, room);
        }
        if (lastContact[row] != contactNumber) {
            lastContact[row] = contactNumber;
            contacts[row]++;
        }
    }

    private Sums.Worth worth(String text) {
        return query.value().isEmpty() || text.isEmpty()
                ? Sums.Worth.NOTHING
                : Values.numberOf(TextNode.valueOf(text)).map(Sums.Worth::of).orElse(Sums.Worth.NOTHING);
    }

    /** How many conversions there are, with and without touchpoints. */
    long conversions() {
        return conversions;
    }

    long touchpoints(int row) {
        return row < touchpoints.length ? touchpoints[row] : 0;
    }

    long contacts(int row) {
        return row < contacts.length ? contacts[row] : 0;
    }

    /** In units of {@link Credit}. */
    BigInteger credit(int row) {
        return sums.credit(row);
    }

    /** In units of {@link Credit}. */
    BigDecimal worth(int row) {
        return sums.worth(row);
    }
}
