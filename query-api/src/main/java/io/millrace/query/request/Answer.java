package io.millrace.query.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The result of a query, which can be shown as JSON and as CSV. */
public interface Answer {

    ObjectNode json();

    /** The names of the CSV columns. */
    List<String> header();

    /** The CSV rows; null is the empty text. */
    List<List<String>> rows();
}
