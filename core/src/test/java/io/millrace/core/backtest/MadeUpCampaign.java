package io.millrace.core.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes up the JSON, with single quotes, of a campaign: a chain of nodes, of which some ways out end the run. */
final class MadeUpCampaign {

    private static final List<String> EVENTS = List.of("a", "b", "c");

    private final Random random;
    private final boolean keyed;

    MadeUpCampaign(Random random) {
        this.random = random;
        this.keyed = random.nextInt(5) == 0;
    }

    String json() {
        List<String> nodes = new ArrayList<>();
        List<String> edges = new ArrayList<>();
        nodes.add("{'id':'t','type':'trigger'," + trigger() + "}");
        edges.add("{'from':'t','to':'m0'}");
        if (random.nextInt(4) == 0) {
            nodes.add("{'id':'t2','type':'trigger'," + trigger() + "}");
            edges.add("{'from':'t2','to':'m0'}");
        }
        int length = 2 + random.nextInt(6);
        for (int i = 0; i < length; i++) {
            String to = i + 1 < length ? "m" + (i + 1) : "x";
            int kind = random.nextInt(11);
            nodes.add("{'id':'m" + i + "','type':" + node(kind) + "}");
            List<String> ways =
                    switch (kind) {
                        case 7, 8 -> List.of("met", "timeout");
                        case 9 -> List.of("yes", "no");
                        case 10 -> List.of("left", "right");
                        default -> List.of("");
                    };
            for (int way = 0; way < ways.size(); way++) {
                if (way == 0 || random.nextBoolean()) {
                    String when = ways.get(way).isEmpty() ? "" : ",'when':'" + ways.get(way) + "'";
                    edges.add("{'from':'m" + i + "','to':'" + to + "'" + when + "}");
                }
            }
        }
        nodes.add("{'id':'x','type':'exit'}");
        return "{'nodes':" + nodes + ",'edges':" + edges + ",'settings':{" + String.join(",", settings()) + "}}";
    }

    private String trigger() {
        return switch (keyed ? 6 : random.nextInt(7)) {
            case 0 -> "'on':'segment_entry','segment':'s" + random.nextInt(4) + "'";
            case 1 -> "'on':'segment_exit','segment':'s" + random.nextInt(4) + "'";
            case 2 ->
                "'on':'scheduled','at':'2026-03-27T0" + random.nextInt(10) + ":30','every':'day','segment':'s"
                        + random.nextInt(4) + "'";
            case 3 -> "'on':'event','event':'a','where':[{'field':'properties.key','op':'gte','value':2}]";
            default -> "'on':'event','event':'" + EVENTS.get(random.nextInt(3)) + "'";
        };
    }

    private String node(int kind) {
        return switch (kind) {
            case 0, 1, 2, 3 ->
                "'send','channel':'push','template':'a'" + (random.nextInt(6) == 0 ? ",'transactional':true" : "");
            case 4, 5 -> "'delay','duration':'" + (1 + random.nextInt(900)) + "m'";
            case 6 ->
                switch (random.nextInt(4)) {
                    case 0 -> "'set_field','field':'plan','value':'" + (random.nextBoolean() ? "pro" : "free") + "'";
                    case 1 -> "'add_tag','tag':'vip'";
                    case 2 -> "'delay_until_time','time':'0" + random.nextInt(10) + ":15'";
                    default -> "'update_score','score':'lead','add':2";
                };
            case 7 ->
                "'wait','event':'" + EVENTS.get(random.nextInt(3)) + "','timeout':'" + (1 + random.nextInt(900)) + "m'"
                        + (keyed && random.nextBoolean() ? ",'same_key':true" : "");
            case 8 -> "'wait','rules':" + rule() + ",'timeout':'" + (1 + random.nextInt(900)) + "m'";
            case 9 -> "'condition','rules':" + rule();
            default -> "'split','variants':[{'name':'left','weight':40},{'name':'right','weight':60}]";
        };
    }

    private String rule() {
        return switch (random.nextInt(6)) {
            case 0 -> "{'field':'traits.plan','op':'eq','value':'pro'}";
            case 1 -> "{'field':'tags','op':'contains','value':'vip'}";
            case 2 -> "{'field':'scores.lead','op':'gt','value':5}";
            case 3 -> "{'field':'segments','op':'in','value':'s" + random.nextInt(4) + "'}";
            case 4 -> "{'field':'trigger.properties.key','op':'gte','value':2}";
            default ->
                "{'field':'events." + EVENTS.get(random.nextInt(3)) + "','op':'count_eq','value':" + random.nextInt(3)
                        + ",'window':'" + (1 + random.nextInt(900)) + "m'}";
        };
    }

    private List<String> settings() {
        List<String> settings = new ArrayList<>();
        List<String> kinds = List.of("'never'", "'after_exit'", "'every_event'", "{'cooldown':'3h'}");
        settings.add("'re_entry':" + (keyed ? "{'per_key':'key'}" : kinds.get(random.nextInt(4))));
        if (random.nextInt(3) == 0) {
            settings.add("'daily_limit':" + (1 + random.nextInt(12)));
        }
        if (random.nextInt(3) == 0) {
            settings.add(
                    "'send_rate':{'max':" + (1 + random.nextInt(3)) + ",'per':'" + (1 + random.nextInt(400)) + "m'}");
        }
        if (random.nextInt(3) == 0) {
            settings.add("'exit_conditions':["
                    + (random.nextBoolean()
                            ? "{'on':'event','event':'" + EVENTS.get(random.nextInt(3)) + "'"
                                    + (keyed && random.nextBoolean() ? ",'same_key':true}]" : "}]")
                            : "{'on':'segment_" + (random.nextBoolean() ? "entry" : "exit") + "','segment':'s"
                                    + random.nextInt(4) + "'}]"));
        }
        if (random.nextInt(3) == 0) {
            settings.add("'goal':{'event':'b','within':'" + (1 + random.nextInt(900)) + "m','exit':"
                    + random.nextBoolean() + "}");
        }
        if (random.nextInt(3) == 0) {
            int start = random.nextInt(24);
            int end = (start + 1 + random.nextInt(23)) % 24;
            settings.add("'quiet_hours':{'start':'%02d:30','end':'%02d:30','mode':'%s'}"
                    .formatted(start, end, random.nextInt(3) == 0 ? "drop" : "hold"));
        }
        if (random.nextInt(3) == 0) {
            settings.add("'frequency_cap':{'max':" + (1 + random.nextInt(3)) + ",'window':'" + (1 + random.nextInt(900))
                    + "m'}");
        }
        if (random.nextInt(5) == 0) {
            settings.add("'hold_out':{'percent':30}");
        }
        return settings;
    }
}
