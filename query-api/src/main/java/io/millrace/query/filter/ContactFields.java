package io.millrace.query.filter;

import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.ValueTest;
import io.millrace.query.identity.Identities;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Traits and segments of the contact that an event belongs to, as they stand now. Filters become sets of contacts, so
 * that an event costs one look into a set; what is shown or grouped by is joined once. A contact that is deleted, or has
 * no profile, has no traits and is in no segment.
 */
final class ContactFields {

    private final String workspace;
    private final Identities identities;
    private final List<Field> shown;
    private final SqlValues values;
    private final long nowMillis;

    /** @param shown the fields of contacts whose texts the statement needs; others can only be filtered by */
    ContactFields(String workspace, Identities identities, List<Field> shown, SqlValues values, long nowMillis) {
        this.workspace = workspace;
        this.identities = identities;
        Set<Field> joined = new LinkedHashSet<>(shown);
        joined.removeIf(field -> !field.isOfContact());
        this.shown = List.copyOf(joined);
        this.values = values;
        this.nowMillis = nowMillis;
    }

    String contact() {
        return identities.contact();
    }

    /** The table with what contacts and the fields that are shown need. */
    String from(String table) {
        String from = identities.from(table, workspace, values);
        if (shown.isEmpty()) {
            return from;
        }
        List<String> columns = new ArrayList<>(List.of("contact AS shown_contact"));
        for (Field field : shown) {
            columns.add(stored(field) + " AS " + text(field));
        }
        return from + " ANY LEFT JOIN (SELECT " + String.join(", ", columns) + " FROM contacts FINAL WHERE " + there()
                + ") AS shown_contacts ON " + contact() + " = shown_contact";
    }

    /** The name of the column that holds the field's text. */
    String text(Field field) {
        int number = shown.indexOf(field);
        if (number < 0) {
            throw new IllegalArgumentException("the statement was not told that it shows " + field);
        }
        return "shown_field_" + number;
    }

    String condition(Leaf leaf) {
        return leaf.field().source() == Field.Source.SEGMENTS
                ? ofSegments((ValueTest.In) leaf.test())
                : ofTrait(leaf.field(), leaf.test());
    }

    /** Segments' ids in their order with commas between; a scalar's text, a list's JSON text. */
    private String stored(Field field) {
        if (field.source() == Field.Source.SEGMENTS) {
            return "arrayStringConcat(arraySort(segments), ',')";
        }
        Cell cell = Cell.json(json(field));
        return "concat(" + cell.text() + ", " + cell.list() + ")";
    }

    private String ofSegments(ValueTest.In test) {
        if (test.values().isEmpty()) {
            return test.negated() ? "true" : "false";
        }
        List<String> ids =
                test.values().stream().map(id -> values.text(id.asText())).toList();
        String members = "SELECT contact FROM segment_members FINAL WHERE workspace = " + values.text(workspace)
                + " AND segment IN (" + String.join(", ", ids) + ") AND is_member = 1";
        return within(members, !test.negated());
    }

    /** A test that absent values pass is asked the other way round, so that they need no row. */
    private String ofTrait(Field field, ValueTest test) {
        boolean passedByAbsent = test.accept(PassedByAbsent.TEST);
        String holds = ValueSql.holds(test, Cell.json("json").named(), values, nowMillis);
        String contacts = "SELECT contact FROM (SELECT contact, json, "
                + Cell.json("json").columns()
                + " FROM (SELECT contact, " + json(field) + " AS json FROM contacts FINAL WHERE " + there()
                + ")) WHERE "
                + (passedByAbsent ? "NOT " + holds : holds);
        return within(contacts, !passedByAbsent);
    }

    private String within(String contacts, boolean those) {
        return "(" + contact() + (those ? " IN (" : " NOT IN (") + contacts + "))";
    }

    private String json(Field field) {
        Path path = Path.parse(field.path());
        return path == null ? "''" : Cell.at("traits", path.parts(), values);
    }

    private String there() {
        return "workspace = " + values.text(workspace) + " AND gone = 0";
    }

    private static final class PassedByAbsent implements ValueTest.Visitor<Boolean> {
        static final PassedByAbsent TEST = new PassedByAbsent();

        @Override
        public Boolean compare(ValueTest.Compare test) {
            return test.comparison() == Comparison.NEQ;
        }

        @Override
        public Boolean contains(ValueTest.Contains test) {
            return test.negated();
        }

        @Override
        public Boolean in(ValueTest.In test) {
            return test.negated();
        }

        @Override
        public Boolean exists(ValueTest.Exists test) {
            return test.negated();
        }

        @Override
        public Boolean date(ValueTest.DateWindow test) {
            return false;
        }

        @Override
        public Boolean held(ValueTest.Held test) {
            return false;
        }
    }
}
