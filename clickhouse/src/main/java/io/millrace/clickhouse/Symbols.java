package io.millrace.clickhouse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Numbers the different texts of an answer from 0 on, in the order in which they first come, without making an object of
 * each. Not thread-safe.
 */
public final class Symbols {

    private static final int FEW = 64;
    private static final int MULTIPLIER = 31;
    private static final int FREE = -1;

    private byte[][] texts = new byte[FEW][];
    private int[] hashes = new int[FEW];
    private int size;
    /** Open addressing, at most half full. */
    private int[] slots = free(2 * FEW);

    /** How many different texts there are. */
    public int size() {
        return size;
    }

    public String text(int number) {
        return new String(texts[number], StandardCharsets.UTF_8);
    }

    public int number(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return number(bytes, 0, bytes.length);
    }

    int number(byte[] bytes, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = MULTIPLIER * hash + bytes[i];
        }
        hash ^= hash >>> 16;
        int slot = hash & (slots.length - 1);
        while (slots[slot] != FREE) {
            int number = slots[slot];
            if (hashes[number] == hash && Arrays.equals(texts[number], 0, texts[number].length, bytes, from, to)) {
                return number;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return add(Arrays.copyOfRange(bytes, from, to), hash);
    }

    private int add(byte[] text, int hash) {
        if (size == texts.length) {
            texts = Arrays.copyOf(texts, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size);
            slots = free(4 * size);
            for (int number = 0; number < size; number++) {
                place(number, hashes[number]);
            }
        }
        texts[size] = text;
        hashes[size] = hash;
        place(size, hash);
        return size++;
    }

    private void place(int number, int hash) {
        int slot = hash & (slots.length - 1);
        while (slots[slot] != FREE) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = number;
    }

    private static int[] free(int count) {
        int[] slots = new int[count];
        Arrays.fill(slots, FREE);
        return slots;
    }
}
