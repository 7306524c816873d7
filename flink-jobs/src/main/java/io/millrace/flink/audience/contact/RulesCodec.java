package io.millrace.flink.audience.contact;

import io.millrace.core.audience.RuleChange;
import io.millrace.core.campaign.engine.CampaignBook;
import io.millrace.core.rule.RuleParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules as a checkpoint holds them: format, the book of the oldest rules that are kept (length, JSON text), the
 * changes since and the definitions that wait, each list with its length. Format 1, from before campaigns, is laid out alike.
 * Readers accept every older format.
 */
final class RulesCodec {

    private static final int FORMAT = 2;

    private RulesCodec() {}

    /**
     * What a task kept.
     *
     * @param since what has come into force since the book
     * @param waiting what has not yet
     */
    record Kept(CampaignBook base, List<RuleChange> since, List<RuleChange> waiting) {}

    static byte[] write(CampaignBook base, List<RuleChange> since, List<RuleChange> waiting) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            text(out, base.write());
            write(out, since);
            write(out, waiting);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return bytes.toByteArray();
    }

    static Kept read(byte[] bytes, RuleParser parser) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format < 1 || format > FORMAT) {
                throw new IOException("rules of format " + format + ", this version reads up to " + FORMAT);
            }
            CampaignBook base = CampaignBook.read(requiredText(in), parser);
            return new Kept(base, readChanges(in), readChanges(in));
        }
    }

    private static void write(DataOutputStream out, List<RuleChange> changes) throws IOException {
        out.writeInt(changes.size());
        for (RuleChange change : changes) {
            write(out, change);
        }
    }

    private static List<RuleChange> readChanges(DataInputStream in) throws IOException {
        List<RuleChange> changes = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            changes.add(readChange(in));
        }
        return changes;
    }

    private static void write(DataOutputStream out, RuleChange change) throws IOException {
        text(out, change.kind().name());
        text(out, change.workspace());
        text(out, change.id());
        out.writeLong(change.version());
        out.writeLong(change.atMillis());
        text(out, change.body());
    }

    private static RuleChange readChange(DataInputStream in) throws IOException {
        return new RuleChange(
                RuleChange.Kind.valueOf(requiredText(in)),
                requiredText(in),
                requiredText(in),
                in.readLong(),
                in.readLong(),
                text(in));
    }

    private static void text(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static @Nullable String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String requiredText(DataInputStream in) throws IOException {
        String text = text(in);
        if (text == null) {
            throw new IOException("a text is missing");
        }
        return text;
    }
}
