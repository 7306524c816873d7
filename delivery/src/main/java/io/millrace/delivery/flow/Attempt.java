package io.millrace.delivery.flow;

import io.millrace.core.definition.WorkspaceSettings.GroupDefault;
import io.millrace.delivery.channel.Carrier;
import io.millrace.delivery.channel.CarrierException;
import io.millrace.delivery.channel.Parcel;
import io.millrace.delivery.channel.Receipt;
import io.millrace.delivery.consent.ConsentCheck;
import io.millrace.delivery.consent.Standing;
import io.millrace.delivery.consent.Standings;
import io.millrace.delivery.consent.Verdict;
import io.millrace.delivery.outcome.Outcome;
import io.millrace.render.RenderException;
import io.millrace.render.Renderer;
import io.millrace.render.Renderer.Rendered;
import io.millrace.streams.record.SendRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One attempt at one send: judged anew, written anew, carried. Thread-safe. */
final class Attempt {

    /** What an attempt that did not fail ended in. */
    sealed interface End {
        record Done(Outcome outcome) implements End {}

        /** Not before then. */
        record Later(Instant at) implements End {}
    }

    /**
     * What decides about messages besides themselves.
     *
     * @param groups what contacts are that made no choice, by workspace and group
     * @param paused whether a send's campaign is
     */
    record Rules(
            Standings standings, Function<String, Map<String, GroupDefault>> groups, Predicate<SendRecord> paused) {}

    private final Rules rules;
    private final Renderer renderer;
    private final Links links;
    private final Carrier carrier;
    private final Clock clock;

    Attempt(Rules rules, Renderer renderer, Links links, Carrier carrier, Clock clock) {
        this.rules = rules;
        this.renderer = renderer;
        this.links = links;
        this.carrier = carrier;
        this.clock = clock;
    }

    /** @param known how the contact stands, just looked up; null to look it up */
    End run(SendRecord send, @Nullable Standing known) throws CarrierException, NotNowException, InterruptedException {
        Standing standing = known == null ? standing(send) : known;
        Optional<String> group = renderer.group(send);
        Verdict verdict = ConsentCheck.judge(
                send,
                group,
                standing,
                rules.groups().apply(send.workspace()),
                rules.paused().test(send),
                clock.instant());
        if (verdict instanceof Verdict.Skip skip) {
            return new End.Done(Outcome.skipped(skip.reason(), skip.detail()));
        }
        if (verdict instanceof Verdict.Hold hold) {
            return new End.Later(hold.until());
        }
        Parcel parcel;
        try {
            parcel = parcel(send, group);
        } catch (RenderException e) {
            return new End.Done(Outcome.skipped("render_error", String.valueOf(e.getMessage())));
        }
        Receipt receipt = carrier.carry(parcel);
        return new End.Done(receipt.delivered() ? Outcome.DELIVERED : Outcome.SENT);
    }

    private Standing standing(SendRecord send) throws NotNowException {
        try {
            return rules.standings().of(List.of(send)).getOrDefault(send.sendId(), Standings.granted(send));
        } catch (RuntimeException e) {
            throw new NotNowException("how the contact stands is not known now", e);
        }
    }

    private Parcel parcel(SendRecord send, Optional<String> group) throws RenderException {
        Rendered rendered = renderer.render(send, links.named(send, group));
        return new Parcel(
                send,
                rendered.subject(),
                rendered.html().map(html -> links.tracked(send, html)),
                rendered.text(),
                links.oneClick(send, group));
    }
}
