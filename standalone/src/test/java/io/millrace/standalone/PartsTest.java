package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {

    private final List<String> stopped = new ArrayList<>();
    private final Parts parts = new Parts();

    @Test
    void whatStartedLastStopsFirstAndAFailureKeepsNothingFromStopping() {
        parts.own("store", () -> stopped.add("store"));
        parts.own("job", () -> {
            throw new IllegalStateException("stuck");
        });
        parts.own("server", () -> stopped.add("server"));

        parts.close();
        parts.close();

        assertThat(stopped).containsExactly("server", "store");
    }

    @Test
    void whatComesTooLateIsStoppedAtOnce() {
        parts.close();

        assertThatThrownBy(() -> parts.own("late", () -> stopped.add("late"))).isInstanceOf(StartFailure.class);
        assertThat(stopped).containsExactly("late");
    }
}
