package io.millrace.bench;

import java.util.function.IntFunction;

/**
 * Campaigns of five kinds in turn, on the events of {@link AudienceLoad} or such as have the same names, {@code price} and
 * {@code currency}: one that sends at once, one that waits after its contact entered a segment, one with a condition, one
 * with delay and condition, one with a split after its contact left a segment. Each is on a name of its own.
 */
final class CampaignMix {

    /** The node at which campaigns that send at once do so. */
    static final String AT_ONCE = "now";

    /** Of these, one that sends at once. */
    static final int KINDS = 5;

    /** Events in euros of this price at least begin a run that sends at once. */
    static final int SENDING_PRICE = 95;

    private CampaignMix() {}

    /** What a campaign does; single quotes stand for double ones. */
    record Plan(String name, String nodes, String edges, String settings) {

        /** With {@code nodes}, {@code edges} and {@code settings}. */
        String content() {
            return quoted("{" + graph() + "}");
        }

        /** As it is posted. */
        String body() {
            return quoted("{'name':'" + name + "'," + graph() + "}");
        }

        private String graph() {
            return "'nodes':[" + nodes + "],'edges':[" + edges + "],'settings':{" + settings + "}";
        }

        private static String quoted(String text) {
            return text.replace('\'', '"');
        }
    }

    /** The names of events that campaigns are on which send at once. */
    static String sendingEvent(int i) {
        return event(i * KINDS);
    }

    /** Whether one of the campaigns that send at once has a limit that it does not reach, but counts against. */
    static boolean hasLimit(int sending) {
        return sending % 2 == 1;
    }

    private static String event(int i) {
        return "event_" + i % AudienceLoad.NAMES;
    }

    /** @param segment the ids of segments, whatever the number */
    static Plan plan(int i, IntFunction<String> segment) {
        return switch (i % KINDS) {
            case 0 -> atOnce(i);
            case 1 ->
                new Plan(
                        "Entered " + i,
                        segmentTrigger("segment_entry", segment.apply(i)) + "," + delay("2m") + "," + send("later"),
                        edge("t", "d") + "," + edge("d", "later"),
                        "'re_entry':'after_exit'");
            case 2 ->
                new Plan(
                        "Cheap " + i,
                        eventTrigger(event(i), "'op':'lt','value':5") + "," + planCondition(i) + "," + send("later")
                                + ",{'id':'tag','type':'add_tag','tag':'tag-" + i + "'}",
                        edge("t", "c") + "," + edge("c", "later", "yes") + "," + edge("c", "tag", "no"),
                        "'re_entry':{'cooldown':'1h'}");
            case 3 ->
                new Plan(
                        "Patient " + i,
                        eventTrigger(event(i), "'op':'gte','value':0") + "," + delay("10m") + "," + planCondition(i)
                                + "," + send("later"),
                        edge("t", "d") + "," + edge("d", "c") + "," + edge("c", "later", "yes"),
                        "'re_entry':'after_exit','exit_conditions':[{'on':'event','event':'" + event(i + 1) + "'}]");
            default ->
                new Plan(
                        "Left " + i,
                        segmentTrigger("segment_exit", segment.apply(i))
                                + ",{'id':'s','type':'split','variants':[{'name':'a','weight':50},{'name':'b','weight':50}]},"
                                + send("later") + ",{'id':'set','type':'set_field','field':'traits.left','value':true}",
                        edge("t", "s") + "," + edge("s", "later", "a") + "," + edge("s", "set", "b"),
                        "'re_entry':'after_exit'");
        };
    }

    private static Plan atOnce(int i) {
        return new Plan(
                "At once " + i,
                eventTrigger(event(i), "'op':'gte','value':" + SENDING_PRICE) + "," + send(AT_ONCE),
                edge("t", AT_ONCE),
                "'re_entry':'every_event'" + (hasLimit(i / KINDS) ? ",'daily_limit':100000000" : ""));
    }

    /** A run of each contact that does such an event waits for a month. */
    static Plan waiting(String event) {
        return new Plan(
                "Waiting",
                "{'id':'t','type':'trigger','on':'event','event':'" + event + "'}," + delay("30d") + ","
                        + send("later"),
                edge("t", "d") + "," + edge("d", "later"),
                "");
    }

    /** A mail to all members of a segment as soon as it is active. */
    static Plan broadcast(String segment) {
        return new Plan(
                "Broadcast",
                "{'id':'t','type':'trigger','on':'scheduled','segment':'" + segment + "'}," + send(AT_ONCE),
                edge("t", AT_ONCE),
                "");
    }

    private static String eventTrigger(String event, String price) {
        return "{'id':'t','type':'trigger','on':'event','event':'" + event
                + "','where':[{'field':'properties.currency','op':'eq','value':'EUR'},{'field':'properties.price',"
                + price
                + "}]}";
    }

    private static String segmentTrigger(String on, String segment) {
        return "{'id':'t','type':'trigger','on':'" + on + "','segment':'" + segment + "'}";
    }

    private static String delay(String duration) {
        return "{'id':'d','type':'delay','duration':'" + duration + "'}";
    }

    private static String planCondition(int i) {
        return "{'id':'c','type':'condition','rules':{'field':'traits.plan','op':'eq','value':'plan-" + i % 7 + "'}}";
    }

    private static String send(String node) {
        return "{'id':'" + node + "','type':'send','channel':'email','subject':'For {{ firstName }}',"
                + "'content':'<p>Hello {{ firstName }}, you are on {{ plan }}.</p>'}";
    }

    private static String edge(String from, String to) {
        return "{'from':'" + from + "','to':'" + to + "'}";
    }

    private static String edge(String from, String to, String when) {
        return "{'from':'" + from + "','to':'" + to + "','when':'" + when + "'}";
    }
}
