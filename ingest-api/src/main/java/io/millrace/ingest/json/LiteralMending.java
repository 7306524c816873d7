package io.millrace.ingest.json;

import io.millrace.ingest.json.JsonDocument.Blemish;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Puts {@code null} where literals stand that JSON has not, and moves all known places along. */
final class LiteralMending {

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    static final int NULL_LENGTH = NULL.length;

    private int[] offsets = {};
    private int[] lengths = {};
    private int count;

    int count() {
        return count;
    }

    /** In the order of the text. */
    void add(int offset, int length) {
        if (count == offsets.length) {
            int capacity = Math.max(16, 2 * count);
            offsets = Arrays.copyOf(offsets, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
        }
        offsets[count] = offset;
        lengths[count++] = length;
    }

    JsonDocument document(byte[] bytes, List<Blemish> blemishes) {
        if (count == 0) {
            return new JsonDocument(bytes, offsets, lengths, blemishes);
        }
        int[] nulled = new int[count];
        ByteText mended = new ByteText(bytes.length + count);
        int copied = 0;
        for (int i = 0; i < count; i++) {
            mended.raw(bytes, copied, offsets[i]);
            nulled[i] = mended.length();
            mended.raw(NULL, 0, NULL.length);
            copied = offsets[i] + lengths[i];
        }
        mended.raw(bytes, copied, bytes.length);
        return new JsonDocument(
                mended.toByteArray(),
                nulled,
                Arrays.copyOf(lengths, count),
                blemishes.stream().map(this::moved).toList());
    }

    private Blemish moved(Blemish blemish) {
        int offset = blemish.offset();
        for (int i = 0; i < count && offsets[i] < blemish.offset(); i++) {
            offset += NULL.length - lengths[i];
        }
        return new Blemish(offset, blemish.text());
    }
}
