package io.millrace.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookEventsTest {

    private static final List<String> BOUNCED = WebhookEvents.ofMessage("message_bounced", "email");

    @Test
    void aHappeningIsToldUnderTheNameThatWasAskedFor() {
        assertThat(WebhookEvents.match(List.of("email.bounced"), BOUNCED)).contains("email.bounced");
        assertThat(WebhookEvents.match(List.of("campaign.email.bounced", "email.bounced"), BOUNCED))
                .contains("campaign.email.bounced");
        assertThat(WebhookEvents.match(List.of("message.*"), BOUNCED)).contains("message.bounced");
        assertThat(WebhookEvents.match(List.of("*"), BOUNCED)).contains("email.bounced");
        assertThat(WebhookEvents.match(List.of("email.opened", "campaign.activated"), BOUNCED))
                .isEmpty();
    }

    @Test
    void ofOtherChannelsThanMailOnlyTheMessageIsTold() {
        assertThat(WebhookEvents.ofMessage("message_opened", "push")).containsExactly("message.opened");
        assertThat(WebhookEvents.ofMessage("message_lost", "email")).isEmpty();
        assertThat(WebhookEvents.ofMessage("login", "email")).isEmpty();
    }

    @Test
    void bothSpellingsOfASurveysAnswerMeanTheSame() {
        assertThat(WebhookEvents.ofEvent("survey_response_received"))
                .isEqualTo(WebhookEvents.ofEvent("survey_response_created"))
                .containsExactly("survey.response.created", "survey.response_received");
        assertThat(WebhookEvents.ofEvent("login")).isEmpty();
    }

    @Test
    void namesAndStartsOfNamesCanBeSubscribed() {
        for (String known : List.of(
                "contact.created",
                "contact.updated",
                "referral.converted",
                "survey.response.created",
                "campaign.email.bounced",
                "event.processed",
                "contact.*",
                "campaign.email.*",
                "*")) {
            assertThat(WebhookEvents.canSubscribe(known)).as(known).isTrue();
        }
        for (String unknown : List.of("", ".*", "contact", "contact.creat*", "contact.*.*", "contacts.*", "**")) {
            assertThat(WebhookEvents.canSubscribe(unknown)).as(unknown).isFalse();
        }
    }
}
