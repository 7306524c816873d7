package io.millrace.query.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.query.request.ObjectReader;
import java.util.ArrayList;
import java.util.List;

/** Reads lists of texts. */
final class Texts {

    private Texts() {}

    /** The texts of a list, empty if absent; whatever is no text, or an empty one, is a fault. */
    static List<String> list(ObjectReader object, String name, String meaning) {
        List<JsonNode> elements = object.list(name);
        List<String> texts = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            JsonNode element = elements.get(i);
            if (!element.isTextual()) {
                object.faults().wrongType(object.at(name) + "/" + i, element, meaning);
            } else if (element.textValue().isEmpty()) {
                object.faults().invalid(object.at(name) + "/" + i, element, meaning);
            } else {
                texts.add(element.textValue());
            }
        }
        return texts;
    }
}
