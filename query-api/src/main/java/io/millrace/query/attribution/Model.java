package io.millrace.query.attribution;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How the credit for a conversion is shared out among its touchpoints. */
enum Model {
    FIRST_TOUCH,
    LAST_TOUCH,
    LINEAR,
    POSITION_BASED,
    TIME_DECAY;

    static Map<String, Model> byText() {
        Map<String, Model> all = new LinkedHashMap<>();
        for (Model model : values()) {
            all.put(model.text(), model);
        }
        return all;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it matters which of two touchpoints at one instant came first. */
    boolean ordersTies() {
        return this != LINEAR && this != TIME_DECAY;
    }
}
