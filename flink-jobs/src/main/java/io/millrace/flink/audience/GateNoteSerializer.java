package io.millrace.flink.audience;

import io.millrace.core.campaign.CampaignSettings.SendRate;
import io.millrace.core.campaign.Elapsed;
import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.core.campaign.engine.GateLimits;
import io.millrace.core.event.Person;
import io.millrace.flink.type.RecordSerializer;
import java.io.IOException;
import java.time.ZoneId;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Notes to gates between tasks and in their state. The first byte is the kind with the format in its upper bits, so that a
 * later format can be told from this one, which stays readable.
 */
public final class GateNoteSerializer extends RecordSerializer<GateNote> {

    public static final GateNoteSerializer INSTANCE = new GateNoteSerializer();

    private static final long serialVersionUID = 1L;
    private static final int REQUEST = 1;
    private static final int WITHDRAWAL = 2;
    private static final int UNUSED = 3;
    private static final int IN_FORCE = 4;

    @Override
    public void serialize(GateNote note, DataOutputView target) throws IOException {
        target.writeByte(kind(note));
        StringValue.writeString(note.workspace(), target);
        StringValue.writeString(note.campaign(), target);
        if (note instanceof GateNote.Request request) {
            StringValue.writeString(request.run(), target);
            target.writeBoolean(request.contact().kind() == Person.Kind.USER);
            StringValue.writeString(request.contact().id(), target);
            target.writeLong(request.dueAt());
        } else if (note instanceof GateNote.Withdrawal withdrawal) {
            StringValue.writeString(withdrawal.run(), target);
        } else if (note instanceof GateNote.Unused unused) {
            target.writeLong(unused.grantedAt());
        } else if (note instanceof GateNote.InForce inForce) {
            write(inForce, target);
        }
    }

    private static int kind(GateNote note) {
        if (note instanceof GateNote.Request) {
            return REQUEST;
        }
        if (note instanceof GateNote.Withdrawal) {
            return WITHDRAWAL;
        }
        return note instanceof GateNote.Unused ? UNUSED : IN_FORCE;
    }

    private static void write(GateNote.InForce inForce, DataOutputView target) throws IOException {
        target.writeLong(inForce.atMillis());
        target.writeLong(inForce.epoch());
        CampaignStatus status = inForce.status();
        StringValue.writeString(status == null ? null : status.name(), target);
        GateLimits limits = inForce.limits();
        Integer perDay = limits.perDay();
        target.writeInt(perDay == null ? 0 : perDay);
        SendRate rate = limits.rate();
        target.writeInt(rate == null ? 0 : rate.max());
        StringValue.writeString(rate == null ? null : rate.per().text(), target);
        StringValue.writeString(limits.zone().getId(), target);
    }

    @Override
    public GateNote deserialize(DataInputView source) throws IOException {
        int kind = source.readByte();
        String workspace = StringValue.readString(source);
        String campaign = StringValue.readString(source);
        return switch (kind) {
            case REQUEST -> {
                String run = StringValue.readString(source);
                Person.Kind person = source.readBoolean() ? Person.Kind.USER : Person.Kind.ANONYMOUS;
                yield new GateNote.Request(
                        workspace,
                        campaign,
                        run,
                        new Person(person, StringValue.readString(source)),
                        source.readLong());
            }
            case WITHDRAWAL -> new GateNote.Withdrawal(workspace, campaign, StringValue.readString(source));
            case UNUSED -> new GateNote.Unused(workspace, campaign, source.readLong());
            case IN_FORCE -> readInForce(workspace, campaign, source);
            default -> throw new IOException("a note to a gate of kind " + kind);
        };
    }

    private static GateNote.InForce readInForce(String workspace, String campaign, DataInputView source)
            throws IOException {
        long atMillis = source.readLong();
        long epoch = source.readLong();
        String status = StringValue.readString(source);
        int perDay = source.readInt();
        int max = source.readInt();
        String per = StringValue.readString(source);
        GateLimits limits = new GateLimits(
                perDay == 0 ? null : perDay,
                per == null ? null : new SendRate(max, Elapsed.of(per)),
                ZoneId.of(StringValue.readString(source)));
        return new GateNote.InForce(workspace, campaign, atMillis, epoch, statusOrNull(status), limits);
    }

    private static @Nullable CampaignStatus statusOrNull(@Nullable String name) {
        return name == null ? null : CampaignStatus.valueOf(name);
    }

    @Override
    public GateNote createInstance() {
        return new GateNote.Unused("", "", 0);
    }

    @Override
    public TypeSerializerSnapshot<GateNote> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Public with a public constructor, as Flink makes it by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<GateNote> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
