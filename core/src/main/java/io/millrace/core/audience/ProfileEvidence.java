package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.event.Timestamps;
import io.millrace.core.rule.Buckets;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.ValueTest;
import org.jspecify.annotations.Nullable;

/** What a contact has where a condition over its profile looks. */
final class ProfileEvidence {

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private ProfileEvidence() {}

    /** Null if there is nothing. Of a held trait also since when. */
    static @Nullable JsonNode of(Rule rule, ProfileLeaf leaf, ContactState state) {
        if (rule instanceof Rule.Tag) {
            ArrayNode tags = NODES.arrayNode();
            state.tags().forEach(tags::add);
            return tags;
        }
        if (rule instanceof Rule.Subscription subscription) {
            Boolean choice = state.profile().choice(subscription.group());
            return choice == null ? null : NODES.textNode(choice ? "subscribed" : "unsubscribed");
        }
        if (rule instanceof Rule.Bucket bucket) {
            return NODES.numberNode(Buckets.bucket(state.person().id(), bucket.salt()));
        }
        JsonNode value = leaf.value(state.profile());
        if (value != null && rule instanceof Rule.Trait trait && trait.test() instanceof ValueTest.Held) {
            return NODES.objectNode()
                    .put("since", Timestamps.format(leaf.heldSince(state.profile())))
                    .set("value", value);
        }
        return value;
    }
}
