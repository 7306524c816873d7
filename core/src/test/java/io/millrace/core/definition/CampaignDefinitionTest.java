package io.millrace.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignContext;
import io.millrace.core.campaign.CampaignLimits;
import io.millrace.core.campaign.CampaignParser;
import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.core.definition.CampaignDefinition.Activation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CampaignDefinitionTest {

    private static final Instant CREATED = Instant.parse("2026-03-01T08:00:00Z");
    private static final CampaignParser PARSER = new CampaignParser(CampaignLimits.DEFAULT);

    @Test
    void aCampaignComesBackAsItWasWritten() {
        CampaignDefinition whole = new CampaignDefinition(
                "cmp_1",
                "Welcome",
                "to all",
                CampaignStatus.PAUSED,
                3,
                new Activation(2, true, List.of("t", "u")),
                Optional.of(CREATED.plusSeconds(60)),
                Optional.of(CREATED.plusSeconds(120)),
                Optional.of("AUTOMATED"),
                Optional.of("lead_gen"),
                CREATED,
                CREATED.plusMillis(1),
                Optional.of(CREATED.plusSeconds(30)));
        CampaignDefinition least = new CampaignDefinition(
                "cmp_1",
                "n",
                "",
                CampaignStatus.DRAFT,
                1,
                Activation.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                CREATED,
                CREATED);

        assertThat(CampaignDefinition.read(whole.write())).isEqualTo(whole);
        assertThat(CampaignDefinition.read(least.write())).isEqualTo(least);
        assertThat(whole.write()).contains("\"status\":\"paused\"", "\"activation\":2", "\"version\":3");
    }

    @Test
    void anActivationHasANumberOfItsOwn() {
        assertThat(Activation.NONE.next(false, List.of("t")).next(true, List.of()))
                .isEqualTo(new Activation(2, true, List.of()));
    }

    @Test
    void aVersionComesBackAsItWasWrittenAndSaysWhatItDoes() {
        Campaign campaign =
                campaign("{\"nodes\":[{\"id\":\"t\",\"type\":\"trigger\",\"on\":\"event\",\"event\":\"cart\"},"
                        + "{\"id\":\"m\",\"type\":\"update_score\",\"score\":\"lead\",\"add\":1.5}],"
                        + "\"edges\":[{\"from\":\"t\",\"to\":\"m\"}],\"settings\":{\"daily_limit\":50}}");
        CampaignVersion version = CampaignVersion.of("cmp_1", 7, campaign, CREATED);

        CampaignVersion read = CampaignVersion.read(version.write());

        assertThat(read).isEqualTo(version);
        assertThat(read.id()).isEqualTo("cmp_1#7");
        assertThat(read.campaign(PARSER)).isEqualTo(campaign);
    }

    @Test
    void aVersionOfADraftMayBeEmpty() {
        CampaignVersion version = CampaignVersion.read("{\"campaign\":\"cmp_1\",\"number\":1,\"nodes\":[],\"edges\":[],"
                + "\"created_at\":\"2026-03-01T08:00:00Z\"}");

        assertThat(version.campaign(PARSER).graph().nodes()).isEmpty();
    }

    @Test
    void aDamagedBodyIsRefusedWithWhatIsWrong() {
        String dates = "\"created_at\":\"2026-03-01T08:00:00Z\",\"updated_at\":\"2026-03-01T08:00:00Z\"";
        assertDamaged("{", "JSON");
        assertDamaged("{\"id\":\"cmp_1\"}", "name");
        assertDamaged(
                "{\"id\":\"cmp_1\",\"name\":\"n\",\"status\":\"asleep\",\"version\":1,\"activation\":0," + dates + "}",
                "ASLEEP");
        assertDamaged(
                "{\"id\":\"cmp_1\",\"name\":\"n\",\"status\":\"draft\",\"version\":\"1\",\"activation\":0," + dates
                        + "}",
                "version");
        assertDamaged(
                "{\"id\":\"cmp_1\",\"name\":\"n\",\"status\":\"draft\",\"version\":0,\"activation\":0," + dates + "}",
                "found 0");
        assertThatThrownBy(() ->
                        CampaignVersion.read("{\"campaign\":\"cmp_1\",\"number\":1," + "\"edges\":[]," + dates + "}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nodes");
        assertThatThrownBy(() -> CampaignVersion.read("{\"campaign\":\"cmp_1\",\"number\":1,"
                                + "\"nodes\":[{\"id\":\"x\",\"type\":\"bell\"}],\"edges\":[]," + dates + "}")
                        .campaign(PARSER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cmp_1#1")
                .hasMessageContaining("bell");
    }

    private static void assertDamaged(String body, String message) {
        assertThatThrownBy(() -> CampaignDefinition.read(body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static Campaign campaign(String json) {
        return ((CampaignParser.Parsed.Valid) PARSER.parse(DefinitionJson.read(json), "", CampaignContext.ANY))
                .campaign();
    }
}
