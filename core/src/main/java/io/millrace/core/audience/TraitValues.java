package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.Values;
import org.jspecify.annotations.Nullable;

/** Finds traits by path: the first part is a key of the profile, the others walk its value. */
final class TraitValues {

    private TraitValues() {}

    /** Null if absent. */
    static @Nullable JsonNode at(Profile profile, Path path) {
        JsonNode value = profile.traits.value(path.first());
        if (path.parts().size() == 1) {
            return Values.isAbsent(value) ? null : value;
        }
        return Values.at(value, new Path(path.parts().subList(1, path.parts().size())));
    }
}
