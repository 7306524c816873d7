package io.millrace.core.simulate;

import io.millrace.core.audience.Arrival;
import java.util.ArrayList;
import java.util.List;

/** An action and when it arrives: after the events of its instant, in the order of the list. */
record Call(ScenarioAction action, Arrival arrival) {

    static List<Call> of(Scenario scenario) {
        List<Call> calls = new ArrayList<>();
        for (ScenarioAction action : scenario.actions()) {
            calls.add(
                    new Call(action, new Arrival(action.at(), scenario.events().size() + calls.size())));
        }
        return calls;
    }

    boolean defines() {
        return action.defines();
    }
}
