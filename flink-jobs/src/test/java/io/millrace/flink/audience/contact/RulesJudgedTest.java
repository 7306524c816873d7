package io.millrace.flink.audience.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a task says that all of its contacts are judged under a definition. */
class RulesJudgedTest {

    private static final long NOON = 1_772_452_800_000L;
    private static final String EVERYONE = "{'operator':'AND','conditions':[]}";

    private final Stage stage;

    RulesJudgedTest() throws Exception {
        stage = new Stage(2);
    }

    @AfterEach
    void stop() throws Exception {
        stage.close();
    }

    @Test
    void onlyWhenTheLastContactIsJudged() throws Exception {
        for (int person = 0; person < 500; person++) {
            stage.event("p" + person, "login", NOON + 1);
        }
        stage.advanceTo(NOON + 10);
        long version = stage.define(NOON + 20, "all", EVERYONE);

        stage.advanceTo(NOON + 1_000);
        assertThat(judged()).isEmpty();
        stage.waitMillis(1_000);

        assertThat(judged()).containsExactlyInAnyOrder("0 of 2: " + version, "1 of 2: " + version);
        assertThat(stage.changes()).hasSize(500);
        stage.advanceTo(NOON + 2_000);
        assertThat(judged()).isEmpty();
    }

    @Test
    void alsoOfADefinitionThatChangesNoMembership() throws Exception {
        long first = stage.define(NOON, "all", EVERYONE);
        stage.advanceTo(NOON + 10);
        stage.waitMillis(100);
        assertThat(judged()).containsExactlyInAnyOrder("0 of 2: " + first, "1 of 2: " + first);

        long again = stage.define(NOON + 20, "all", EVERYONE);
        stage.advanceTo(NOON + 30);
        stage.waitMillis(100);

        assertThat(judged()).containsExactlyInAnyOrder("0 of 2: " + again, "1 of 2: " + again);
    }

    @Test
    void onceMoreAfterARestartByAsManyTasksAsThereAreThen() throws Exception {
        long version = stage.define(NOON, "all", EVERYONE);
        stage.advanceTo(NOON + 10);
        stage.waitMillis(100);
        assertThat(judged()).hasSize(2);

        stage.restart(3);
        stage.advanceTo(NOON + 20);
        stage.waitMillis(100);

        assertThat(judged())
                .containsExactlyInAnyOrder("0 of 3: " + version, "1 of 3: " + version, "2 of 3: " + version);
    }

    private List<String> judged() throws Exception {
        List<String> told = new ArrayList<>();
        for (Row row : stage.rows(AudienceTables.RULES_JUDGED)) {
            told.add("%d of %d: %d".formatted(row.four(), row.four(), row.number()));
        }
        return told;
    }
}
