package io.millrace.query.change;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.event.ContactId;
import io.millrace.query.contact.ContactStore;
import io.millrace.query.http.Call;
import io.millrace.query.request.Faults;
import java.util.Optional;

/** What both the log and the stream are asked with. */
final class ChangeQuery {

    private ChangeQuery() {}

    /** @param segment empty for all of the workspace */
    static ChangeFilter filter(Call call, Optional<String> segment, ContactStore contacts) {
        String workspace = call.ownWorkspace().id();
        Optional<ContactId> contact = call.parameter("contact")
                // An id names its contact also when that is gone; what it did is in the log.
                .map(text -> text.startsWith(ContactId.PREFIX)
                        ? ContactId.parse(text).orElseGet(() -> contacts.idOfNamed(workspace, text))
                        : contacts.idOfNamed(workspace, text));
        return new ChangeFilter(workspace, segment, contact);
    }

    static boolean flag(Call call, String name, Faults faults) {
        Optional<String> text = call.parameter(name);
        if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
            faults.invalid(name, TextNode.valueOf(text.get()), "true or false");
        }
        return text.map("true"::equals).orElse(false);
    }
}
