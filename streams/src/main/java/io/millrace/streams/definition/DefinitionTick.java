package io.millrace.streams.definition;

import io.millrace.streams.definition.Definition.Key;
import io.millrace.streams.definition.Definition.Kind;

/** A tick in topic {@code definitions}: it says nothing but that the topic has reached its append time. */
public final class DefinitionTick {

    private static final Key KEY = new Key(Kind.CLOCK, "", "definitions");

    private DefinitionTick() {}

    /** The same for all ticks, so that compaction leaves one. */
    public static byte[] key() {
        return DefinitionRecord.key(KEY);
    }

    public static byte[] value() {
        return DefinitionRecord.live("");
    }
}
