package io.millrace.testing.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignContext;
import io.millrace.core.campaign.CampaignFault;
import io.millrace.core.campaign.CampaignJson;
import io.millrace.core.campaign.CampaignLimits;
import io.millrace.core.campaign.CampaignParser;
import io.millrace.core.campaign.CampaignSchema;
import io.millrace.core.campaign.CampaignosWorkflow;
import io.millrace.core.campaign.GrowthosSteps;
import io.millrace.core.campaign.TenantSequence;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Made-up campaigns, written and read, also with something in their text changed. */
class CampaignRoundTripTest {

    private static final long SEED = Long.getLong("millrace.oracle.seed", 20_260_801L);
    private static final CampaignParser PARSER = new CampaignParser(CampaignLimits.DEFAULT);
    private static final List<Campaign> CAMPAIGNS = campaigns();
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(CampaignSchema.read());

    /** Also through a reader of JSON that knows doubles only. */
    @Test
    void everyCampaignIsReadBack() throws JsonProcessingException {
        CampaignosWorkflow workflow = new CampaignosWorkflow(CampaignLimits.DEFAULT);
        for (int i = 0; i < 300; i++) {
            Campaign campaign = CAMPAIGNS.get(i);
            ObjectNode written = CampaignJson.write(campaign);
            JsonNode read = new ObjectMapper().readTree(written.toString());
            CampaignParser.Parsed valid = new CampaignParser.Parsed.Valid(campaign);
            String as = "seed " + SEED + ", campaign " + i + ": " + written;
            assertThat(PARSER.parse(written, "", CampaignContext.ANY)).as(as).isEqualTo(valid);
            assertThat(PARSER.parse(read, "", CampaignContext.ANY)).as(as).isEqualTo(valid);
            assertThat(SCHEMA.validate(read)).as(as).isEmpty();
            assertThat(workflow.parse(CampaignosWorkflow.write(campaign), "", CampaignContext.ANY))
                    .as(as)
                    .isEqualTo(valid);
        }
    }

    /** What the short forms can say of a campaign makes a campaign that they say the same of. */
    @Test
    void whatAShortFormSaysItReads() {
        GrowthosSteps steps = new GrowthosSteps(CampaignLimits.DEFAULT);
        TenantSequence sequence = new TenantSequence(CampaignLimits.DEFAULT);
        int said = 0;
        for (Campaign campaign : CAMPAIGNS) {
            ObjectNode growthos = GrowthosSteps.write(campaign).orElse(null);
            if (growthos != null) {
                said++;
                assertThat(GrowthosSteps.write(valid(steps.parse(growthos, "", CampaignContext.ANY))))
                        .as("seed %d", SEED)
                        .contains(growthos);
            }
            ObjectNode tenant = TenantSequence.write(campaign).orElse(null);
            if (tenant != null) {
                said++;
                assertThat(TenantSequence.write(valid(sequence.parse(tenant, "", CampaignContext.ANY))))
                        .as("seed %d", SEED)
                        .contains(tenant);
            }
        }
        assertThat(said).isGreaterThan(10);
    }

    /** Whatever is changed, it is read or refused; what is read is valid by the schema, what is misshapen is not. */
    @Test
    void changedTextsAreReadOrRefusedAsTheSchemaSays() {
        Random random = new Random(SEED);
        Set<String> reasons = new HashSet<>();
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            ObjectNode text = CampaignJson.write(CAMPAIGNS.get(i % 300));
            for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
                JsonChange.apply(text, random);
            }
            CampaignParser.Parsed parsed = PARSER.parse(text, "", CampaignContext.ANY);
            boolean valid = SCHEMA.validate(text).isEmpty();
            String as = "seed " + SEED + ", text " + i + ": " + text + " " + parsed;
            if (parsed instanceof CampaignParser.Parsed.Invalid invalid) {
                refused++;
                invalid.faults().stream().map(CampaignFault::reason).forEach(reasons::add);
                boolean misshapen = invalid.faults().stream()
                        .anyMatch(fault -> Set.of("wrong_type", "unknown_field").contains(fault.reason()));
                assertThat(valid && misshapen).as(as).isFalse();
            } else {
                assertThat(valid).as(as).isTrue();
            }
        }
        assertThat(refused).isGreaterThan(500);
        assertThat(reasons)
                .contains("required", "wrong_type", "unknown_field", "unknown_node", "unreachable", "duplicate_way");
    }

    private static List<Campaign> campaigns() {
        CampaignGenerator generator = new CampaignGenerator(SEED);
        return Stream.generate(generator::campaign).limit(3_000).toList();
    }

    private static Campaign valid(CampaignParser.Parsed parsed) {
        assertThat(parsed).isInstanceOf(CampaignParser.Parsed.Valid.class);
        return ((CampaignParser.Parsed.Valid) parsed).campaign();
    }
}
