package io.millrace.query.series;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.group.GroupKey;
import io.millrace.query.request.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Shows a query's numbers as JSON and as CSV rows. */
public final class SeriesAnswer implements Answer {

    private static final String SERIES_ID = "A";

    private final SeriesQuery query;
    private final Series series;
    private final Optional<Series> previous;

    SeriesAnswer(SeriesQuery query, Series series, Optional<Series> previous) {
        this.query = query;
        this.previous = previous.map(earlier -> new Series(
                earlier.range(), earlier.buckets(), inOrder(query, earlier, series), earlier.total()));
        this.series = new Series(series.range(), series.buckets(), inOrder(query, series, series), series.total());
    }

    @Override
    public ObjectNode json() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("type", query.measure().type());
        answer.put("interval", query.interval().text());
        answer.put("timezone", query.range().zone().getId());
        fill(answer, series);
        previous.ifPresent(earlier -> fill(answer.putObject("previous"), earlier));
        return answer;
    }

    @Override
    public List<String> header() {
        List<String> header = new ArrayList<>(query.grouping().names());
        header.addAll(List.of("series", "date", "value"));
        if (previous.isPresent()) {
            header.addAll(List.of("previous_date", "previous_value"));
        }
        return header;
    }

    @Override
    public List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        if (query.totalOnly()) {
            return rows;
        }
        int fields = query.grouping().fields().size();
        for (int bucket = 0; bucket < series.buckets().count(); bucket++) {
            for (Series.Group group : series.groups()) {
                List<String> row = new ArrayList<>(fields == 0 ? List.of() : group.key().cells(fields));
                row.add(SERIES_ID);
                row.add(series.buckets().labels().get(bucket));
                row.add(Long.toString(group.counts().get(bucket)));
                if (previous.isPresent()) {
                    row.addAll(previousCells(previous.get(), group.key(), bucket));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<String> previousCells(Series previous, GroupKey key, int bucket) {
        if (bucket >= previous.buckets().count()) {
            return List.of("", "");
        }
        String value = previous.groups().stream()
                .filter(group -> group.key().equals(key))
                .findFirst()
                .map(group -> Long.toString(group.counts().get(bucket)))
                .orElse("0");
        return List.of(previous.buckets().labels().get(bucket), value);
    }

    private void fill(ObjectNode answer, Series shown) {
        answer.put("from", shown.range().fromText());
        answer.put("to", shown.range().toText());
        ArrayNode data = answer.putArray("data");
        if (!query.totalOnly()) {
            for (int bucket = 0; bucket < shown.buckets().count(); bucket++) {
                data.add(bucket(shown, bucket));
            }
        }
        if (!query.grouping().isNone()) {
            ArrayNode groups = answer.putArray("groups");
            for (Series.Group group : shown.groups()) {
                groups.add(group.key().toJson().put("total", group.total()));
            }
        }
        answer.put("total", shown.total());
    }

    private ObjectNode bucket(Series shown, int bucket) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("date", shown.buckets().labels().get(bucket));
        if (query.grouping().isNone()) {
            return row.put("value", shown.groups().get(0).counts().get(bucket));
        }
        ObjectNode groups = row.putObject("groups");
        for (Series.Group group : shown.groups()) {
            groups.put(group.key().label(), group.counts().get(bucket));
        }
        return row;
    }

    /** The groups in the order of their sizes in the range that was asked for. */
    private static List<Series.Group> inOrder(SeriesQuery query, Series shown, Series asked) {
        if (query.grouping().isNone()) {
            return shown.groups();
        }
        Map<GroupKey, Long> sizes =
                asked.groups().stream().collect(Collectors.toMap(Series.Group::key, Series.Group::total));
        Function<Series.Group, GroupKey.Sized> sized =
                group -> new GroupKey.Sized(group.key(), sizes.getOrDefault(group.key(), 0L));
        return shown.groups().stream()
                .sorted((one, two) -> GroupKey.order().compare(sized.apply(one), sized.apply(two)))
                .toList();
    }
}
