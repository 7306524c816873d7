package io.millrace.delivery.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.campaign.CampaignSettings.QuietHours;
import io.millrace.core.campaign.CampaignSettings.QuietHours.Mode;
import io.millrace.core.definition.WorkspaceSettings.GroupDefault;
import io.millrace.delivery.Sends;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsentCheckTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Sends MAIL = Sends.mail("ws_1", "send_1");
    private static final Standing FREE = new Standing(false, false, Map.of());
    private static final Verdict GO = new Verdict.Go();
    private static final QuietHours NIGHT = new QuietHours(LocalTime.of(22, 0), LocalTime.of(8, 0), Mode.HOLD);

    private static Verdict judge(Sends send, Standing standing, Instant now) {
        return ConsentCheck.judge(
                send.record(),
                Optional.ofNullable(send.group()),
                standing,
                Map.of("news", GroupDefault.SUBSCRIBED, "offers", GroupDefault.UNSUBSCRIBED),
                false,
                now);
    }

    private static String reason(Sends send, Standing standing) {
        return judge(send, standing, NOON) instanceof Verdict.Skip skip ? skip.reason() : "goes";
    }

    private static Standing choosing(Map<String, Boolean> choices) {
        return new Standing(false, false, choices);
    }

    @Test
    void whoIsGoneOrSuppressedGetsNothingWhateverItIs() {
        Standing gone = new Standing(true, false, Map.of());
        Standing suppressed = new Standing(false, true, Map.of());

        assertThat(reason(MAIL, gone)).isEqualTo("suppressed");
        assertThat(reason(MAIL.transactionally(), gone)).isEqualTo("suppressed");
        assertThat(reason(MAIL.transactionally(), suppressed)).isEqualTo("suppressed");
        assertThat(reason(MAIL.testing("a@b.c"), suppressed)).isEqualTo("suppressed");
    }

    @Test
    void marketingNeedsConsentAndTransactionalMessagesDoNot() {
        assertThat(reason(MAIL, FREE)).isEqualTo("goes");
        assertThat(reason(MAIL, choosing(Map.of("", false)))).isEqualTo("unsubscribed");
        assertThat(reason(MAIL.transactionally(), choosing(Map.of("", false)))).isEqualTo("goes");
        assertThat(reason(MAIL.testing("a@b.c"), choosing(Map.of("", false)))).isEqualTo("unsubscribed");
    }

    @Test
    void aGroupGoesByItsOwnChoiceThenByThatAboutAllThenByItsDefault() {
        assertThat(reason(MAIL.in("news"), FREE)).isEqualTo("goes");
        assertThat(reason(MAIL.in("offers"), FREE)).isEqualTo("unsubscribed");
        assertThat(reason(MAIL.in("unheard-of"), FREE)).isEqualTo("unsubscribed");
        assertThat(reason(MAIL.in("news"), choosing(Map.of("", false)))).isEqualTo("unsubscribed");
        assertThat(reason(MAIL.in("offers"), choosing(Map.of("", false, "offers", true))))
                .isEqualTo("goes");
        assertThat(reason(MAIL.in("news"), choosing(Map.of("news", false)))).isEqualTo("unsubscribed");
    }

    @Test
    void aWholeChannelCanBeLeft() {
        assertThat(reason(MAIL, choosing(Map.of("channel-email", false)))).isEqualTo("unsubscribed");
        assertThat(reason(MAIL, choosing(Map.of("channel-push", false)))).isEqualTo("goes");
    }

    @Test
    void aPausedCampaignHoldsItsMessagesButNotItsTests() {
        for (Sends send : new Sends[] {MAIL, MAIL.transactionally()}) {
            assertThat(ConsentCheck.judge(send.record(), Optional.empty(), FREE, Map.of(), true, NOON))
                    .isEqualTo(new Verdict.Hold(NOON.plusSeconds(1)));
        }
        assertThat(ConsentCheck.judge(MAIL.testing("a@b.c").record(), Optional.empty(), FREE, Map.of(), true, NOON))
                .isEqualTo(GO);
    }

    @Test
    void quietHoursAreTheContactsOwn() {
        // 12:00 in UTC is 23:00 in Sydney and 13:00 in Berlin.
        assertThat(judge(MAIL.quietly(NIGHT, "Australia/Sydney"), FREE, NOON))
                .isEqualTo(new Verdict.Hold(Instant.parse("2026-03-01T21:00:00Z")));
        assertThat(judge(MAIL.quietly(NIGHT, "Europe/Berlin"), FREE, NOON)).isEqualTo(GO);
        assertThat(judge(MAIL.quietly(NIGHT, "Australia/Sydney").transactionally(), FREE, NOON))
                .isEqualTo(GO);
        QuietHours dropping = new QuietHours(LocalTime.of(22, 0), LocalTime.of(8, 0), Mode.DROP);
        assertThat(reason(MAIL.quietly(dropping, "Australia/Sydney"), FREE)).isEqualTo("quiet_hours_dropped");
    }

    @Test
    void quietHoursThatEndInAGapEndWhenClocksAreSetForward() {
        // Berlin, 2026-03-29: 02:00 becomes 03:00 at 01:00 UTC.
        QuietHours early = new QuietHours(LocalTime.of(0, 0), LocalTime.of(2, 30), Mode.HOLD);

        assertThat(judge(MAIL.quietly(early, "Europe/Berlin"), FREE, Instant.parse("2026-03-29T00:30:00Z")))
                .isEqualTo(new Verdict.Hold(Instant.parse("2026-03-29T01:00:00Z")));
    }
}
