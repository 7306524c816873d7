package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.Values;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node of a campaign's graph. Immutable and valid by construction; two nodes that are equal as records are the same. A
 * new kind of node breaks every {@link Visitor} at compile time.
 */
public sealed interface Node {

    String id();

    <R> R accept(Visitor<R> visitor);

    /** The names of its ways out, if there are several; empty if it has one, or none. */
    default List<String> branches() {
        return List.of();
    }

    /** One method a node, and no default. */
    interface Visitor<R> {
        R trigger(Trigger node);

        R send(Send node);

        R setField(SetField node);

        R addTag(AddTag node);

        R removeTag(RemoveTag node);

        R updateScore(UpdateScore node);

        R webhook(Webhook node);

        R notifyInbox(NotifyInbox node);

        R delay(Delay node);

        R delayUntilTime(DelayUntilTime node);

        R delayUntilDate(DelayUntilDate node);

        R waitFor(Wait node);

        R condition(Condition node);

        R split(Split node);

        R exit(Exit node);
    }

    /**
     * Where runs begin.
     *
     * @param rules what must hold at entry; null: nothing
     */
    record Trigger(String id, TriggerOn on, @Nullable Rule rules) implements Node {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.trigger(this);
        }
    }

    /**
     * A message. It has a template, or content of its own, or both: what it has itself stands over the template's.
     *
     * @param group the subscription group that it belongs to; null: none, so that only who left everything is left out
     * @param transactional whether it goes at any hour, to people who unsubscribed too, and counts for no cap
     */
    record Send(
            String id,
            Channel channel,
            @Nullable String template,
            @Nullable String subject,
            @Nullable String content,
            @Nullable String group,
            boolean transactional)
            implements Node {
        public Send {
            if (template == null && content == null) {
                throw new IllegalArgumentException("a message needs a template or content");
            }
            if (template == null && channel == Channel.EMAIL && subject == null) {
                throw new IllegalArgumentException("an email without a template needs a subject");
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.send(this);
        }
    }

    /**
     * Sets a trait.
     *
     * @param trait without the leading {@code traits.}
     * @param value JSON null removes the trait
     */
    record SetField(String id, Path trait, JsonNode value) implements Node {
        public SetField {
            value = Values.canonicalTree(value);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setField(this);
        }
    }

    record AddTag(String id, String tag) implements Node {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.addTag(this);
        }
    }

    record RemoveTag(String id, String tag) implements Node {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.removeTag(this);
        }
    }

    /** @param how whether the number is added to the score, or takes its place */
    record UpdateScore(String id, String score, How how, BigDecimal number) implements Node {

        /** What becomes of the score as it was. */
        public enum How {
            ADD,
            SET;

            /** As graphs spell it: {@code add}. */
            public String text() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        public UpdateScore {
            number = number.stripTrailingZeros();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.updateScore(this);
        }
    }

    /** A call of somebody's server. */
    record Webhook(String id, String url) implements Node {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.webhook(this);
        }
    }

    /** A note to the people of the workspace. */
    record NotifyInbox(String id, String text) implements Node {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.notifyInbox(this);
        }
    }

    /** @param duration zero, or more */
    record Delay(String id, Elapsed duration) implements Node {
        public Delay {
            if (duration.millis() < 0) {
                throw new IllegalArgumentException("nobody waits for " + duration.text());
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.delay(this);
        }
    }

    /**
     * Until the next such local time of the contact, strictly after now.
     *
     * @param weekdays empty: any
     */
    record DelayUntilTime(String id, LocalTime time, Set<DayOfWeek> weekdays) implements Node {
        public DelayUntilTime {
            EnumSet<DayOfWeek> inOrder = EnumSet.noneOf(DayOfWeek.class);
            inOrder.addAll(weekdays);
            weekdays = Collections.unmodifiableSet(inOrder);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.delayUntilTime(this);
        }
    }

    /**
     * Until a date, so much later, or earlier if the offset is negative.
     *
     * @param ifPast what becomes of a run whose date is past, or is none
     */
    record DelayUntilDate(String id, DateField field, Elapsed offset, IfPast ifPast) implements Node {

        /** What a run does without a date ahead. */
        public enum IfPast {
            CONTINUE,
            EXIT;

            /** As graphs spell it: {@code continue}. */
            public String text() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.delayUntilDate(this);
        }
    }

    /**
     * Until something is so, or time is out.
     *
     * @param timeout null: never; then there is only the way {@code met}
     */
    record Wait(String id, WaitFor what, @Nullable Elapsed timeout) implements Node {

        public static final String MET = "met";
        public static final String TIMEOUT = "timeout";

        public Wait {
            if (timeout != null) {
                CampaignSettings.requirePositive(timeout);
            }
        }

        @Override
        public List<String> branches() {
            return timeout == null ? List.of(MET) : List.of(MET, TIMEOUT);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.waitFor(this);
        }
    }

    record Condition(String id, Rule rules) implements Node {

        public static final String YES = "yes";
        public static final String NO = "no";

        @Override
        public List<String> branches() {
            return List.of(YES, NO);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.condition(this);
        }
    }

    /**
     * Spreads contacts over variants by their bucket.
     *
     * @param variants in the order in which their weights are cumulated; these sum to 100
     * @param salt null: the campaign's id, a colon and the node's id
     */
    record Split(String id, List<Variant> variants, @Nullable String salt) implements Node {

        /** @param weight in percent */
        public record Variant(String name, BigDecimal weight) {
            public Variant {
                weight = weight.stripTrailingZeros();
                if (weight.signum() < 0) {
                    throw new IllegalArgumentException("a weight is not negative, found " + weight);
                }
            }
        }

        public Split {
            variants = List.copyOf(variants);
            Set<String> names = new HashSet<>();
            BigDecimal sum = BigDecimal.ZERO;
            for (Variant variant : variants) {
                sum = sum.add(variant.weight());
                if (!names.add(variant.name())) {
                    throw new IllegalArgumentException("two variants are named " + variant.name());
                }
            }
            if (sum.compareTo(BigDecimal.valueOf(100)) != 0) {
                throw new IllegalArgumentException("weights sum to 100, found " + sum);
            }
        }

        @Override
        public List<String> branches() {
            return variants.stream().map(Variant::name).toList();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.split(this);
        }
    }

    /** The run is over. */
    record Exit(String id) implements Node {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.exit(this);
        }
    }
}
