package io.millrace.core.audience;

/** States that have been bytes. */
final class ContactStates {

    private ContactStates() {}

    static ContactState copy(ContactState state) {
        byte[] profile = ContactStateCodec.profile(state);
        return ContactStateCodec.decode(ContactStateCodec.hot(state), () -> profile);
    }
}
