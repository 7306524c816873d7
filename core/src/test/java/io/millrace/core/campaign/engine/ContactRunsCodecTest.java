package io.millrace.core.campaign.engine;

import static io.millrace.core.campaign.engine.TestCampaigns.active;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.ContactState;
import io.millrace.core.audience.ContactStateCodec;
import io.millrace.core.audience.Input;
import io.millrace.core.campaign.engine.TestCampaigns.Event;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContactRunsCodecTest {

    private static final long BEGIN = Instant.parse("2026-03-27T00:00:00Z").toEpochMilli();
    private static final String SEND = "{'id':'m','type':'send','channel':'push','template':'a'}";

    private static final List<CampaignInForce> CAMPAIGNS = List.of(
            active(
                    "loop",
                    """
                    {'nodes':[{'id':'t','type':'trigger','on':'event','event':'cart'},
                      {'id':'w','type':'wait','timeout':'5h','rules':{'operator':'OR','conditions':[
                        {'field':'traits.plan','op':'eq','value':'pro'},
                        {'field':'events.cart','op':'count_eq','value':0,'window':'3h'},
                        {'field':'trigger.properties.due','op':'older_than','value':'2h'}]}},
                      {'id':'d','type':'delay','duration':'6h'},
                      {'id':'c','type':'condition','rules':{'field':'events.order','op':'count_lt','value':30,'window':'2d'}},
                      """
                            + SEND
                            + """
                    ],'edges':[{'from':'t','to':'w'},{'from':'w','to':'m','when':'met'},{'from':'w','to':'d','when':'timeout'},
                      {'from':'m','to':'d'},{'from':'d','to':'c'},{'from':'c','to':'w','when':'yes'}],
                     'settings':{'re_entry':'every_event','goal':{'event':'order','within':'8h'},
                       'frequency_cap':{'max':3,'window':'1d'},'exit_conditions':[{'on':'event','event':'leave'}]}}"""),
            active(
                    "keyed",
                    """
                    {'nodes':[{'id':'t','type':'trigger','on':'event','event':'cart'},
                      {'id':'w','type':'wait','timeout':'1d','event':'order','same_key':true},
                      """
                            + SEND
                            + """
                    ],'edges':[{'from':'t','to':'w'},{'from':'w','to':'m','when':'met'}],
                     'settings':{'re_entry':{'per_key':'id'},'quiet_hours':{'start':'20:00','end':'07:30'}}}"""),
            active(
                    "limited",
                    """
                    {'nodes':[{'id':'t','type':'trigger','on':'event','event':'order'},
                      {'id':'w','type':'delay_until_time','time':'02:30'},"""
                            + SEND
                            + """
                    ],'edges':[{'from':'t','to':'w'},{'from':'w','to':'m'}],
                     'settings':{'re_entry':'after_exit','daily_limit':1,'hold_out':{'percent':10,'salt':'h'}}}"""));

    @Test
    void whatIsReadGoesOnLikeWhatWasWritten() {
        long seed = Long.getLong("millrace.test.seed", 20260321);
        System.out.println("ContactRunsCodecTest: -Dmillrace.test.seed=" + seed);
        Random random = new Random(seed);
        Campaigns campaigns = new Campaigns("ws", 1, BEGIN, CAMPAIGNS);
        CampaignEngine engine = new CampaignEngine(
                new AudienceRules(1, ZoneId.of("Europe/Berlin"), Set.of(), List.of(), List.of(), Map.of()), campaigns);
        ContactState kept = ContactState.unborn(new Person(Person.Kind.USER, "ann"));
        ContactState read = ContactState.unborn(new Person(Person.Kind.USER, "ann"));
        ContactRuns keptRuns = ContactRuns.none();
        ContactRuns readRuns = ContactRuns.none();
        List<CampaignOutput> all = new ArrayList<>();
        long now = BEGIN;
        for (int i = 0; i < 2_000; i++) {
            now += random.nextInt(4) == 0
                    ? 0
                    : random.nextLong(Duration.ofMinutes(50).toMillis());
            List<Input> inputs = List.of(input(random, now, i));

            CampaignStep one = engine.step(kept, keptRuns, now, inputs);
            CampaignStep other = engine.step(read, readRuns, now, inputs);

            assertThat(other.outputs()).isEqualTo(one.outputs());
            assertThat(other.nextWake()).isEqualTo(one.nextWake());
            byte[] bytes = ContactRunsCodec.encode(readRuns);
            readRuns = ContactRunsCodec.decode(bytes);
            assertThat(ContactRunsCodec.encode(readRuns)).isEqualTo(bytes);
            ContactState before = read;
            read = ContactStateCodec.decode(ContactStateCodec.hot(read), () -> ContactStateCodec.profile(before));
            all.addAll(one.outputs());
        }
        assertThat(all)
                .hasAtLeastOneElementOfType(CampaignOutput.Sent.class)
                .hasAtLeastOneElementOfType(CampaignOutput.Skipped.class)
                .hasAtLeastOneElementOfType(CampaignOutput.Converted.class)
                .hasAtLeastOneElementOfType(CampaignOutput.SlotNeeded.class)
                .anyMatch(output -> output instanceof CampaignOutput.Reached reached && reached.visit() > 1)
                .anyMatch(output ->
                        output instanceof CampaignOutput.Exited exited && exited.reason() == ExitReason.EXIT_CONDITION);
    }

    private static Input input(Random random, long now, int sequence) {
        String due = Instant.ofEpochMilli(now + random.nextLong(10_000_000) - 5_000_000)
                .toString();
        return switch (random.nextInt(12)) {
            case 0, 1, 2 ->
                new Input.Event(
                        Event.track("cart", now, sequence, "{'id':" + random.nextInt(500) + ",'due':'" + due + "'}"));
            case 3, 4, 5 -> new Input.Event(Event.track("order", now, sequence, "{'id':" + random.nextInt(500) + "}"));
            case 6 -> new Input.Event(Event.track(random.nextInt(8) == 0 ? "leave" : "other", now, sequence, "{}"));
            case 7, 8 ->
                new Input.Event(
                        Event.identify("{'plan':'" + (random.nextBoolean() ? "pro" : "free") + "'}", now, sequence));
            default -> new Input.Event(Event.track("other", now, sequence, "{}"));
        };
    }

    /** A number of as many characters as are taken in has a few more where it is written with a point and an exponent. */
    @Test
    void theLongestNumberThatIsTakenCanBeReadAgain() {
        JsonNode number = new DecimalNode(new BigDecimal("9".repeat(998) + "e5"));
        JsonNode traits = JsonNodeFactory.instance.objectNode().set("n", number);
        JsonNode key = JsonNodeFactory.instance.objectNode().set("id", number);
        Campaigns campaigns = new Campaigns("ws", 1, BEGIN, CAMPAIGNS);
        CampaignEngine engine = new CampaignEngine(
                new AudienceRules(1, ZoneId.of("Europe/Berlin"), Set.of(), List.of(), List.of(), Map.of()), campaigns);
        ContactState state = ContactState.unborn(new Person(Person.Kind.USER, "ann"));
        ContactRuns runs = ContactRuns.none();
        engine.step(
                state,
                runs,
                BEGIN,
                List.of(
                        new Input.Event(new Event(
                                EventType.IDENTIFY, "", BEGIN, new Arrival(BEGIN, 1), key.deepCopy(), traits)),
                        new Input.Event(new Event(
                                EventType.TRACK, "cart", BEGIN, new Arrival(BEGIN, 2), key, traits.deepCopy()))));

        byte[] profile = ContactStateCodec.profile(state);
        ContactState read = ContactStateCodec.decode(ContactStateCodec.hot(state), () -> profile);
        byte[] bytes = ContactRunsCodec.encode(runs);
        ContactRuns again = ContactRunsCodec.decode(bytes);

        assertThat(read.traits()).isEqualTo(traits);
        Run run = again.runsOf("keyed").get(0);
        assertThat(run.key).isEqualTo(number);
        assertThat(run.started.json()).isEqualTo(key);
        assertThat(ContactRunsCodec.encode(again)).isEqualTo(bytes);
    }

    @Test
    void aContactWithoutRunsIsAFewBytes() {
        // Version, epoch -1 in zigzag, no serial, no suppression, no sends, no campaigns.
        assertThat(ContactRunsCodec.encode(ContactRuns.none())).containsExactly(1, 1, 0, 0, 0, 0);
    }
}
