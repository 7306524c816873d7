package io.millrace.query.filter;

import io.millrace.core.rule.ValueTest;

/**
 * One condition on one field.
 *
 * @param test what the value must be; of {@code segments} one of a list of segments' ids, or none of them
 */
public record Leaf(Field field, ValueTest test) {

    public Leaf {
        if (field.source() == Field.Source.SEGMENTS && !(test instanceof ValueTest.In)) {
            throw new IllegalArgumentException("a contact is in a segment or not in it; nothing else can be asked");
        }
    }
}
