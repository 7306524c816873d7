package io.millrace.cli.importing;

import java.util.Arrays;

/**
 * Which line each sent row begins on. Rows that follow each other line by line cost nothing, any other about two bytes, so
 * that ten million rows with line breaks in them fit too. Not thread-safe.
 */
final class LineMap {

    /** Pairs of numbers: rows since the last jump, and by how many lines the line is ahead of the expected one. */
    private byte[] jumps = new byte[1024];

    private int length;
    private long lastPosition;
    private long lastLine;
    private long lastJump;

    /** Notes the next row; positions are 1, 2, 3 and so on. */
    void add(long position, long line) {
        if (position != lastPosition + 1 || line <= lastLine) {
            throw new IllegalArgumentException("position " + position + " on line " + line + " does not follow "
                    + lastPosition + " on line " + lastLine);
        }
        if (line != lastLine + 1) {
            write(position - lastJump);
            write(line - lastLine - 1);
            lastJump = position;
        }
        lastPosition = position;
        lastLine = line;
    }

    /** The line on which the row at this position begins. */
    long line(long position) {
        long ahead = 0;
        long jumpAt = 0;
        Cursor cursor = new Cursor();
        while (cursor.at < length) {
            jumpAt += read(cursor);
            if (jumpAt > position) {
                break;
            }
            ahead += read(cursor);
        }
        return position + ahead;
    }

    private void write(long number) {
        if (length + 10 > jumps.length) {
            jumps = Arrays.copyOf(jumps, jumps.length * 2);
        }
        long rest = number;
        while (rest >= 0x80) {
            jumps[length++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        jumps[length++] = (byte) rest;
    }

    private long read(Cursor cursor) {
        long number = 0;
        int shift = 0;
        byte next;
        do {
            next = jumps[cursor.at++];
            number |= (long) (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        return number;
    }

    private static final class Cursor {
        int at;
    }
}
