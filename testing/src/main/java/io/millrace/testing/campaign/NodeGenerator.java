package io.millrace.testing.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.campaign.Channel;
import io.millrace.core.campaign.DateField;
import io.millrace.core.campaign.EventMatch;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.ScheduledAt;
import io.millrace.core.campaign.TriggerOn;
import io.millrace.core.campaign.WaitFor;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes up nodes of all kinds. */
final class NodeGenerator {

    private static final int KINDS = 14;

    private final Words words;

    NodeGenerator(Words words) {
        this.words = words;
    }

    Node.Trigger trigger(String id, boolean onEvent) {
        return new Node.Trigger(id, onEvent ? new TriggerOn.Event(words.event()) : on(), words.perhaps(words::rule));
    }

    private TriggerOn on() {
        return switch (words.below(5)) {
            case 0 -> new TriggerOn.Event(words.event());
            case 1 -> new TriggerOn.SegmentEntry(words.name());
            case 2 -> new TriggerOn.SegmentExit(words.name());
            case 3 -> scheduled();
            default -> new TriggerOn.Manual();
        };
    }

    private TriggerOn scheduled() {
        ScheduledAt at = words.perhaps(() -> words.flag()
                ? new ScheduledAt.Fixed(Instant.ofEpochMilli(1_772_323_200_000L + words.below(1_000_000)))
                : new ScheduledAt.Local(LocalDateTime.of(2026, 3, 29, words.below(24), 30)));
        TriggerOn.Scheduled.Every every =
                at == null ? null : words.perhaps(() -> words.pick(TriggerOn.Scheduled.Every.values()));
        return new TriggerOn.Scheduled(at, words.name(), every);
    }

    /** @param keyed whether the campaign has a key, so that events may be asked for it */
    Node node(String id, boolean keyed) {
        return switch (words.below(KINDS)) {
            case 0 -> send(id);
            case 1 -> new Node.SetField(id, words.path(), value());
            case 2 -> new Node.AddTag(id, words.name());
            case 3 -> new Node.RemoveTag(id, words.name());
            case 4 -> new Node.UpdateScore(id, words.name(), words.pick(Node.UpdateScore.How.values()), words.number());
            case 5 -> new Node.Webhook(id, "https://example.com/" + words.name());
            case 6 -> new Node.NotifyInbox(id, words.name());
            case 7 -> new Node.Delay(id, words.zeroOrMore());
            case 8 -> new Node.DelayUntilTime(id, words.time(), weekdays());
            case 9 ->
                new Node.DelayUntilDate(
                        id,
                        new DateField(words.pick(DateField.Source.values()), words.path()),
                        words.offset(),
                        words.pick(Node.DelayUntilDate.IfPast.values()));
            case 10 -> new Node.Wait(id, waitFor(keyed), words.perhaps(words::positive));
            case 11 -> new Node.Condition(id, words.rule());
            case 12 -> split(id);
            default -> new Node.Exit(id);
        };
    }

    private Node send(String id) {
        Channel channel = words.pick(Channel.values());
        String template = words.perhaps(words::name);
        @Nullable String content = template == null ? "<p>" + words.name() : words.perhaps(words::name);
        @Nullable String subject = template == null && channel == Channel.EMAIL ? "Hello" : words.perhaps(words::name);
        return new Node.Send(id, channel, template, subject, content, words.perhaps(words::name), words.flag());
    }

    private JsonNode value() {
        JsonNode scalar = words.pick(List.of(
                TextNode.valueOf("x"), BooleanNode.TRUE, DecimalNode.valueOf(words.number()), NullNode.instance));
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (words.below(3)) {
            case 0 -> json.arrayNode().add(scalar).add(1.5);
            case 1 -> json.objectNode().set("a", json.objectNode().set("b", scalar));
            default -> scalar;
        };
    }

    private Set<DayOfWeek> weekdays() {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (int i = words.below(4); i > 0; i--) {
            days.add(words.pick(DayOfWeek.values()));
        }
        return days;
    }

    private WaitFor waitFor(boolean keyed) {
        return words.flag()
                ? new WaitFor.Holds(words.rule())
                : new WaitFor.Event(new EventMatch(words.event(), keyed && words.flag()));
    }

    private Node split(String id) {
        BigDecimal share = words.pick(List.of(BigDecimal.ZERO, new BigDecimal("33.3"), new BigDecimal("50")));
        return new Node.Split(
                id,
                List.of(
                        new Node.Split.Variant("a", share),
                        new Node.Split.Variant("größer", BigDecimal.valueOf(100).subtract(share))),
                words.perhaps(words::name));
    }
}
