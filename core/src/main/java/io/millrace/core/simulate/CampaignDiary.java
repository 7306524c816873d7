package io.millrace.core.simulate;

import io.millrace.core.campaign.engine.CampaignOutput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Writes down what people are told of runs. Used by one thread. */
final class CampaignDiary implements CampaignOutput.Visitor<Boolean> {

    private final List<CampaignOutcome.Message> messages = new ArrayList<>();
    private final List<CampaignOutcome.Skip> skipped = new ArrayList<>();
    private final List<CampaignOutcome.Entry> entries = new ArrayList<>();
    private final List<CampaignOutcome.Exit> exits = new ArrayList<>();
    private final List<CampaignOutcome.Conversion> conversions = new ArrayList<>();

    void test(CampaignOutcome.Message message) {
        messages.add(message);
    }

    /** @param waiting in order */
    CampaignOutcome outcome(List<CampaignOutcome.Wait> waiting, List<Outcome.Refusal> refused) {
        return new CampaignOutcome(
                sorted(messages, m -> m.at(), m -> m.contact(), m -> m.node()),
                sorted(skipped, s -> s.at(), s -> s.contact(), s -> s.node()),
                sorted(entries, e -> e.at(), e -> e.contact(), e -> ""),
                sorted(exits, e -> e.at(), e -> e.contact(), e -> ""),
                sorted(conversions, c -> c.at(), c -> c.contact(), c -> ""),
                waiting,
                refused);
    }

    private static <T> List<T> sorted(
            List<T> list, ToLongFunction<T> at, Function<T, @Nullable String> contact, Function<T, String> node) {
        return list.stream()
                .sorted(Comparator.comparingLong(at)
                        .thenComparing(one -> text(contact.apply(one)), CodePointOrder.INSTANCE)
                        .thenComparing(node, CodePointOrder.INSTANCE))
                .toList();
    }

    private static String text(@Nullable String contact) {
        return contact == null ? "" : contact;
    }

    @Override
    public Boolean entered(CampaignOutput.Entered output) {
        return entries.add(new CampaignOutcome.Entry(output.at(), output.run().contact()));
    }

    @Override
    public Boolean reached(CampaignOutput.Reached output) {
        return false;
    }

    @Override
    public Boolean sent(CampaignOutput.Sent output) {
        return messages.add(new CampaignOutcome.Message(
                output.at(),
                output.run().contact(),
                output.node().id(),
                output.node().channel(),
                output.node().template(),
                output.sendId(),
                null));
    }

    @Override
    public Boolean skipped(CampaignOutput.Skipped output) {
        return skipped.add(new CampaignOutcome.Skip(
                output.at(), output.run().contact(), output.node().id(), output.reason()));
    }

    @Override
    public Boolean slotNeeded(CampaignOutput.SlotNeeded output) {
        return false;
    }

    @Override
    public Boolean slotUnused(CampaignOutput.SlotUnused output) {
        return false;
    }

    @Override
    public Boolean called(CampaignOutput.Called output) {
        return false;
    }

    @Override
    public Boolean converted(CampaignOutput.Converted output) {
        return conversions.add(
                new CampaignOutcome.Conversion(output.at(), output.run().contact()));
    }

    @Override
    public Boolean moved(CampaignOutput.Moved output) {
        return false;
    }

    @Override
    public Boolean exited(CampaignOutput.Exited output) {
        return exits.add(new CampaignOutcome.Exit(output.at(), output.run().contact(), output.reason()));
    }

    @Override
    public Boolean enrollmentAnswered(CampaignOutput.EnrollmentAnswered output) {
        return false;
    }
}
