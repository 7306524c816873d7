package io.millrace.streams.record;

import io.millrace.core.event.Person;

/**
 * The bytes of a {@link ContactRecord}. Format 1: version, kind, workspace, keyId, requestId, userId, anonymousId (texts,
 * one of the last two absent), body to the end.
 */
public final class ContactRecordCodec {

    private ContactRecordCodec() {}

    public static byte[] encode(ContactRecord record) {
        boolean user = record.person().kind() == Person.Kind.USER;
        String id = record.person().id();
        return new ByteWriter(160 + record.body().length)
                .one(EventRecordCodec.VERSION)
                .one(RecordKind.CONTACT.code())
                .text(record.workspace())
                .text(record.keyId())
                .text(record.requestId())
                .text(user ? id : null)
                .text(user ? null : id)
                .raw(record.body())
                .toByteArray();
    }

    public static ContactRecord decode(byte[] value) throws UnreadableRecordException {
        RecordKind kind = EventRecordCodec.kind(value);
        if (kind != RecordKind.CONTACT) {
            throw new UnreadableRecordException("is a " + kind + ", a contact change was expected");
        }
        ByteReader reader = new ByteReader(value);
        reader.one();
        reader.one();
        try {
            return new ContactRecord(
                    reader.text(),
                    reader.text(),
                    reader.text(),
                    Person.of(reader.textOrNull(), reader.textOrNull()),
                    reader.rest());
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException(String.valueOf(e.getMessage()));
        }
    }
}
