package io.millrace.query.series;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.group.GroupKey;
import io.millrace.query.request.Answer;
import java.util.ArrayList;
import java.util.List;

/** Shows a query's numbers as JSON and as CSV rows. */
final class SeriesAnswer implements Answer {

    private final SeriesQuery query;
    private final List<ShownSeries> shown;

    private SeriesAnswer(SeriesQuery query, List<ShownSeries> shown) {
        this.query = query;
        this.shown = shown;
    }

    /** @param previous one for each of the series; none if nothing is compared */
    static SeriesAnswer of(SeriesQuery query, List<Series> series, List<Series> previous) {
        return new SeriesAnswer(query, ShownSeries.of(query, series, previous));
    }

    @Override
    public ObjectNode json() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("type", query.type());
        answer.put("interval", query.interval().text());
        answer.put("timezone", query.range().zone().getId());
        answer.put("from", query.range().fromText());
        answer.put("to", query.range().toText());
        if (!query.type().equals(SeriesQuery.TIMESERIES)) {
            numbers(answer, shown.get(0));
            return answer;
        }
        ArrayNode all = answer.putArray("series");
        for (ShownSeries one : shown) {
            ObjectNode series = all.addObject();
            series.put("id", one.id());
            series.put("name", one.name());
            series.put("measure", one.measure());
            numbers(series, one);
        }
        return answer;
    }

    @Override
    public List<String> header() {
        List<String> header = new ArrayList<>(query.grouping().names());
        header.addAll(List.of("series", "date", "value"));
        if (query.compare().isPresent()) {
            header.addAll(List.of("previous_date", "previous_value"));
        }
        return header;
    }

    @Override
    public List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        if (!query.totalOnly()) {
            shown.forEach(one -> rows(one, rows));
        }
        return rows;
    }

    private void rows(ShownSeries one, List<List<String>> rows) {
        int fields = query.grouping().fields().size();
        Series series = one.series();
        for (int bucket = 0; bucket < series.buckets().count(); bucket++) {
            for (Series.Group group : series.groups()) {
                List<String> row =
                        new ArrayList<>(fields == 0 ? List.of() : group.key().cells(fields));
                row.add(one.id());
                row.add(series.buckets().labels().get(bucket));
                row.add(Figures.text(group.values().get(bucket)));
                if (one.previous().isPresent()) {
                    row.addAll(previousCells(one.previous().get(), group.key(), bucket));
                }
                rows.add(row);
            }
        }
    }

    private static List<String> previousCells(Series previous, GroupKey key, int bucket) {
        if (bucket >= previous.buckets().count()) {
            return List.of("", "");
        }
        String value = previous.groups().stream()
                .filter(group -> group.key().equals(key))
                .findFirst()
                .map(group -> Figures.text(group.values().get(bucket)))
                .orElse("0");
        return List.of(previous.buckets().labels().get(bucket), value);
    }

    private void numbers(ObjectNode answer, ShownSeries one) {
        fill(answer, one.series());
        one.previous().ifPresent(earlier -> {
            ObjectNode previous = answer.putObject("previous");
            previous.put("from", earlier.range().fromText());
            previous.put("to", earlier.range().toText());
            fill(previous, earlier);
        });
    }

    private void fill(ObjectNode answer, Series series) {
        ArrayNode data = answer.putArray("data");
        if (!query.totalOnly()) {
            for (int bucket = 0; bucket < series.buckets().count(); bucket++) {
                data.add(bucket(series, bucket));
            }
        }
        if (!query.grouping().isNone()) {
            ArrayNode groups = answer.putArray("groups");
            for (Series.Group group : series.groups()) {
                ObjectNode json = group.key().toJson();
                json.set("total", Figures.json(group.total()));
                groups.add(json);
            }
        }
        answer.set("total", Figures.json(series.total()));
    }

    private ObjectNode bucket(Series series, int bucket) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("date", series.buckets().labels().get(bucket));
        if (query.grouping().isNone()) {
            row.set("value", Figures.json(series.groups().get(0).values().get(bucket)));
            return row;
        }
        ObjectNode groups = row.putObject("groups");
        for (Series.Group group : series.groups()) {
            groups.set(group.key().label(), Figures.json(group.values().get(bucket)));
        }
        return row;
    }
}
