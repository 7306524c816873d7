package io.millrace.core.audience;

/** One kind of condition over events, with its thresholds: makes what a contact keeps for it. */
interface LeafForm {

    LeafData empty();

    /** What {@link LeafData#write} wrote, under a condition of the same key. */
    LeafData read(StateReader in);
}
