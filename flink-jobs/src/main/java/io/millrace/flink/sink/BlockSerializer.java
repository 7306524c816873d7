package io.millrace.flink.sink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Blocks as checkpoints hold them. Version 1: target, token (texts), rows, bytes, 1 inline or 2 file, and which. */
public final class BlockSerializer implements SimpleVersionedSerializer<Block> {

    private static final int VERSION = 1;
    private static final int INLINE = 1;
    private static final int FILE = 2;
    private static final byte[] NOTHING = {};

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(Block block) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(block.target());
        out.writeUTF(block.token());
        out.writeLong(block.rows());
        out.writeLong(block.bytes());
        String file = block.file();
        if (file == null) {
            out.writeByte(INLINE);
            out.writeInt(block.inline().length);
            out.write(block.inline());
        } else {
            out.writeByte(FILE);
            out.writeUTF(file);
        }
        return bytes.toByteArray();
    }

    @Override
    public Block deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException("a block of version " + version + ", this version reads up to " + VERSION);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        String target = in.readUTF();
        String token = in.readUTF();
        long rows = in.readLong();
        long bytes = in.readLong();
        int place = in.readByte();
        return switch (place) {
            case INLINE -> new Block(target, token, rows, bytes, in.readNBytes(in.readInt()), null);
            case FILE -> new Block(target, token, rows, bytes, NOTHING, in.readUTF());
            default -> throw new IOException("block " + token + " has its rows at a place " + place + " unknown here");
        };
    }
}
