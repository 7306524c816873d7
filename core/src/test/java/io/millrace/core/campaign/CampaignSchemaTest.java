package io.millrace.core.campaign;

import static io.millrace.core.campaign.Campaigns.campaign;
import static io.millrace.core.campaign.Campaigns.json;
import static io.millrace.core.campaign.Campaigns.withNode;
import static io.millrace.core.campaign.Campaigns.withSettings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema, the page for users and the parser speak of one language. */
class CampaignSchemaTest {

    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(CampaignSchema.read());

    /** What the schema has no words for. */
    private static final Pattern BEYOND_SCHEMAS =
            Pattern.compile("weights_do_not_sum|duplicate_id|/end_at out_of_range|/quiet_hours/end invalid");

    @Test
    void theWholeCampaignOfThePageIsOne() throws IOException {
        Matcher block = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(page());
        assertThat(block.find()).isTrue();
        assertSound(block.group(1));
    }

    @Test
    void everyNodeOfThePageIsOne() throws IOException {
        List<String> nodes = examples("\\{\"id\"");
        assertThat(nodes).hasSizeGreaterThan(20);
        for (String node : nodes) {
            assertSound(withNode(node.replaceFirst("\"id\": \"[a-z]\"", "\"id\":\"n\"")));
        }
        for (String type : ("trigger send set_field add_tag remove_tag update_score webhook notify_inbox delay"
                        + " delay_until_time delay_until_date wait condition split exit")
                .split(" ")) {
            assertThat(nodes).as(type).anyMatch(node -> node.contains("\"type\": \"" + type + "\""));
        }
    }

    @Test
    void everySettingOfThePageIsOne() throws IOException {
        List<String> settings = examples("\\{\"(?!id\")");
        assertThat(settings).hasSizeGreaterThan(14);
        for (String setting : settings) {
            assertSound(withSettings(setting));
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "node-faults.txt", delimiter = '|', quoteCharacter = '`')
    void whatTheParserRefusesOfNodesIsNotValid(String node, String expected) {
        assumeFalse(node.contains("1e400"), "the validator reads it as infinite");
        assertThat(SCHEMA.validate(json(withNode(node))).isEmpty())
                .isEqualTo(BEYOND_SCHEMAS.matcher(expected).find());
    }

    @ParameterizedTest
    @CsvFileSource(resources = "setting-faults.txt", delimiter = '|', quoteCharacter = '`')
    void whatTheParserRefusesOfSettingsIsNotValid(String settings, String expected) {
        assertThat(SCHEMA.validate(json(withSettings(settings))).isEmpty())
                .isEqualTo(BEYOND_SCHEMAS.matcher(expected).find());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':'n','type':'delay','duration':'0s'}",
                "{'id':'n','type':'delay','duration':'36525d'}",
                "{'id':'n','type':'delay_until_time','time':'09:00:30'}",
                "{'id':'n','type':'delay_until_date','field':'traits.a b.c','offset':'-52596000m'}",
                "{'id':'n','type':'set_field','field':'a.b','value':null}",
                "{'id':'n','type':'set_field','field':'traits.a','value':{'b':[1,{'c':0.5}]}}",
                "{'id':'n','type':'send','channel':'webhook','content':'{}'}",
                "{'id':'n','type':'trigger','on':'scheduled','segment':'s'}",
                "{'id':'n','type':'trigger','on':'scheduled','segment':'s','at':'2026-03-01'}",
                "{'id':'n','type':'trigger','on':'scheduled','segment':'s','at':'2026-03-01 09:00:00.5+0130'}",
                "{'id':'n','type':'wait','event':'*'}",
                "{'id':'n','type':'split','variants':[{'name':'a','weight':100},{'name':'b','weight':0}]}",
                "{'id':'n','type':'split','variants':[{'name':'a','weight':33.4},{'name':'b','weight':33.3},"
                        + "{'name':'c','weight':33.3}]}",
                "{'id':'n','type':'condition','rules':{'operator':'NOT','conditions':[{'operator':'OR','conditions':"
                        + "[{'field':'trigger.properties.a.b','op':'within_last','value':'1d'},"
                        + "{'field':'trigger.properties.a','op':'held_gte','value':1,'for':'1d'},"
                        + "{'field':'trigger.properties.a','op':'in','value':['x',1]},"
                        + "{'field':'trigger.properties.a','op':'not_contains','value':'x'},"
                        + "{'field':'trigger.properties.a','op':'not_exists'},"
                        + "{'field':'traits.a','op':'exists'}]}]}}",
            })
    void whatTheParserReadsIsValid(String node) {
        assertSound(withNode(node));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'frequency_cap':5}",
                "{'quietHours':{'start':'22:00','end':'08:00'}}",
                "{'daily_limit':2147483647.0}",
                "{'hold_out':{'percent':0.5}}",
                "{'end_at':'2026-03-01T00:00:00.000+01:00'}",
                "{'exit_conditions':[]}",
            })
    void whatTheParserReadsOfSettingsIsValid(String settings) {
        assertSound(withSettings(settings));
    }

    /** Read, valid, and valid and the same when it is written again. */
    private static void assertSound(String text) {
        assertThat(SCHEMA.validate(json(text))).as(text).isEmpty();
        Campaign campaign = campaign(text);
        String written = CampaignJson.write(campaign).toString();
        assertThat(SCHEMA.validate(json(written))).as(written).isEmpty();
        assertThat(campaign(written)).isEqualTo(campaign);
    }

    /** What begins so at the beginning of a table's row. */
    private static List<String> examples(String beginning) throws IOException {
        List<String> examples = new ArrayList<>();
        Matcher matcher = Pattern.compile("(?m)^\\| `(" + beginning + "[^`]*)`").matcher(page());
        while (matcher.find()) {
            examples.add(matcher.group(1));
        }
        return examples;
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "campaigns.md"));
    }
}
