package io.millrace.query.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "select 1;",
                "WITH 1 AS x SELECT x",
                "(SELECT 1) UNION ALL (SELECT 2)",
                "-- a comment; with a sign\nSELECT 'x; FORMAT CSV' AS format FROM events",
                "SELECT event AS settings FROM events",
                "SELECT formatDateTime(now(), '%F') AS `into outfile`",
                "SELECT 'it''s \\' ;' AS x"
            })
    void readingIsTried(String sql) {
        assertThat(SqlText.refusal(sql)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ; ",
                "-- nothing",
                "SELECT 1; SELECT 2",
                "SELECT 1;; DROP TABLE events",
                "INSERT INTO events VALUES (1)",
                "SHOW TABLES",
                "SET x = 1",
                "SELECT 1 FORMAT CSV",
                "SELECT 1 /* c */ format -- c\n TSV ;",
                "SELECT 1 FORMAT TSV SETTINGS max_threads = 1",
                "SELECT 1 INTO OUTFILE '/tmp/x'",
                "SELECT 1 SETTINGS max_result_rows = 0",
                "SELECT * FROM (SELECT 1 settings readonly=0)"
            })
    void anythingElseIsRefused(String sql) {
        assertThat(SqlText.refusal(sql)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count() FROM events",
                "SELECT count(*) FROM events",
                "SELECT event, sum(toDecimal64(properties['amount'], 2)) FROM events GROUP BY event",
                "SELECT '*' AS star FROM events -- *"
            })
    void whatNamesNoContactIsKnown(String sql) {
        assertThat(SqlText.mayNameContacts(sql)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT uniq(contact_id) FROM events",
                "SELECT uniq(\"Contact_Id\") FROM events",
                "SELECT `\\x63ontact_id` FROM events",
                "SELECT * FROM events",
                "SELECT e.* EXCEPT (text) FROM events AS e",
                "SELECT count(tuple(*)) FROM events",
                "SELECT columns('id$') FROM events",
                "SELECT 1 FROM merge('public', 'events')"
            })
    void whatMayAskForTheContactIsRunWhereItIs(String sql) {
        assertThat(SqlText.mayNameContacts(sql)).isTrue();
    }
}
