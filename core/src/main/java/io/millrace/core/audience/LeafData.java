package io.millrace.core.audience;

/**
 * What one condition over events keeps of one contact, and how it answers. What it keeps does not depend on the order in
 * which events come. Instants never go backwards.
 */
interface LeafData {

    void add(LeafEvent event, Frame frame);

    /** Takes in what the same condition keeps of another contact. */
    void absorb(LeafData other, Frame frame);

    boolean holds(Frame frame);

    /** The first instant after the frame's at which the answer is another if nothing arrives; {@link Window#NEVER} if none. */
    long next(Frame frame);

    /** Whether it is as if nothing had ever been added. */
    boolean isEmpty();

    /** Whether entries were given up because there were too many, so that the answer may be wrong. */
    boolean truncated();

    void write(StateWriter out);
}
