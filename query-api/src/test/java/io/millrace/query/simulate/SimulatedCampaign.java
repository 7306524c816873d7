package io.millrace.query.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.settings.Env;
import io.millrace.query.request.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The answer to a scenario with a campaign; single quotes stand for double ones, times are of March 2026 in UTC. */
record SimulatedCampaign(JsonNode answer) {

    private static final SimulateSettings SETTINGS = SimulateSettings.from(new Env(Map.of()));
    private static final SimulateCampaignHandler HANDLER = new SimulateCampaignHandler(SETTINGS, new Turns(SETTINGS));

    static SimulatedCampaign of(String scenario) {
        return new SimulatedCampaign(Simulated.json(HANDLER.answer(Simulated.call(scenario))));
    }

    /** What is wrong with a scenario, a line each: the place and the reason. */
    static List<String> refused(String scenario) {
        try {
            HANDLER.answer(Simulated.call(scenario));
        } catch (ProblemException e) {
            return e.problem().faults().stream()
                    .map(fault -> fault.field() + " " + fault.reason())
                    .toList();
        }
        throw new AssertionError("the scenario was taken");
    }

    static Builder campaign(String... nodesAndEdges) {
        return new Builder(nodesAndEdges);
    }

    /**
     * Writes scenarios. What is given begins with a brace is a node; anything else is a chain of node ids with arrows, in
     * which {@code a -yes> b} is an edge with a {@code when}.
     */
    static final class Builder {

        private final List<String> nodes = new ArrayList<>();
        private final List<String> edges = new ArrayList<>();
        private final List<String> events = new ArrayList<>();
        private final List<String> actions = new ArrayList<>();
        private final List<String> sentBefore = new ArrayList<>();
        private String settings = "";
        private String more = "";

        private Builder(String... nodesAndEdges) {
            for (String one : nodesAndEdges) {
                if (one.startsWith("{")) {
                    nodes.add(one);
                } else {
                    chain(one);
                }
            }
        }

        private void chain(String text) {
            List<String> words = Arrays.asList(text.split(" "));
            for (int i = 1; i + 1 < words.size(); i += 2) {
                String when = words.get(i).substring(1, words.get(i).length() - 1);
                edges.add("{'from':'" + words.get(i - 1) + "','to':'" + words.get(i + 1) + "'"
                        + (when.isEmpty() ? "" : ",'when':'" + when + "'") + "}");
            }
        }

        Builder settings(String json) {
            settings = json;
            return this;
        }

        /** Fields of the scenario, such as {@code 'timezone':'Europe/Berlin'}. */
        Builder with(String fields) {
            more += fields + ",";
            return this;
        }

        Builder track(String at, String contact, String event) {
            return track(at, contact, event, "");
        }

        Builder track(String at, String contact, String event, String properties) {
            return event("{'type':'track','userId':'" + contact + "','event':'" + event + "','properties':{"
                    + properties + "},'timestamp':'" + instant(at) + "'}");
        }

        Builder identify(String at, String contact, String traits) {
            return event("{'type':'identify','userId':'" + contact + "','traits':{" + traits + "},'timestamp':'"
                    + instant(at) + "'}");
        }

        Builder event(String json) {
            events.add(json);
            return this;
        }

        Builder act(String at, String what) {
            return act(at, what, "");
        }

        Builder act(String at, String what, String with) {
            actions.add("{'at':'" + instant(at) + "','do':'" + what + "'" + (with.isEmpty() ? "" : "," + with) + "}");
            return this;
        }

        Builder sentBefore(String at, String contact) {
            sentBefore.add("{'at':'" + instant(at) + "','contact':'" + contact + "'}");
            return this;
        }

        String json(String until) {
            return "{" + more + "'campaign':" + graph() + ",'events':" + events + ",'actions':" + actions
                    + ",'sent_before':" + sentBefore + ",'until':'" + instant(until) + "'}";
        }

        String graph() {
            return "{'nodes':" + nodes + ",'edges':" + edges + ",'settings':{" + settings + "}}";
        }

        SimulatedCampaign until(String until) {
            return of(json(until));
        }
    }

    /** {@code 02 12:00} stands for 2 March 2026, noon UTC; anything longer than it says for itself. */
    static String instant(String text) {
        if (text.length() > 15) {
            return text;
        }
        String time = text.substring(3);
        return "2026-03-" + text.substring(0, 2) + "T" + (time.length() == 5 ? time + ":00" : time) + "Z";
    }

    /** Lines of day and time, contact, node. */
    List<String> messages() {
        return lines("messages", "at", "contact", "node");
    }

    List<String> skipped() {
        return lines("skipped", "at", "contact", "node", "reason");
    }

    List<String> entries() {
        return lines("entries", "at", "contact");
    }

    List<String> exits() {
        return lines("exits", "at", "contact", "reason");
    }

    List<String> conversions() {
        return lines("conversions", "at", "contact");
    }

    List<String> waiting() {
        return lines("waiting", "contact", "node", "until");
    }

    List<String> refusals() {
        return lines("refused", "at", "do");
    }

    private List<String> lines(String list, String... fields) {
        List<String> lines = new ArrayList<>();
        for (JsonNode entry : answer.path(list)) {
            List<String> words = new ArrayList<>();
            for (String field : fields) {
                String text = entry.path(field).asText();
                words.add(field.equals("at") || field.equals("until") ? shortened(text) : text);
            }
            lines.add(String.join(" ", words));
        }
        return lines;
    }

    /** {@code 02 12:00} of 2026-03-02T12:00:00.000Z; with the month if that is another, with seconds if there are any. */
    private static String shortened(String instant) {
        if (!instant.startsWith("2026-")) {
            return instant;
        }
        String day = instant.startsWith("2026-03-") ? instant.substring(8, 10) : instant.substring(5, 10);
        String time = instant.substring(11, 23);
        return day + " " + (time.endsWith(":00.000") ? time.substring(0, 5) : time.replace(".000", ""));
    }
}
