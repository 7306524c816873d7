package io.millrace.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.standalone.up.LoginOracle.Login;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole process is killed three times while people enter a segment, join their anonymous pasts and leave again by time
 * alone: as they come, with a hand-over on its way, and while another segment takes its past from what is stored. What
 * should have happened is worked out from the arrivals of the stored events; each change must be there, once.
 */
@Timeout(500)
class SegmentsKillIT {

    private static final int PEOPLE_BETWEEN_KILLS = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final LoginOracle THREE = new LoginOracle(3);
    private static final LoginOracle TWO = new LoginOracle(2);

    @Test
    void everyChangeHappensOnceAtItsInstantWhateverIsKilled(@TempDir Path data) throws Exception {
        UpProcess first = UpProcess.start(data, Map.of());
        String three = define(first.client(), 3);
        try (first;
                PeopleLoad load = PeopleLoad.start(first.client())) {
            awaitPeople(load, PEOPLE_BETWEEN_KILLS);
            first.kill();
            try (UpProcess second = UpProcess.start(data, Map.of())) {
                load.turnTo(second.client());
                awaitPeople(load, load.joined() + PEOPLE_BETWEEN_KILLS);
                awaitAnonymousJoin(load);
                second.kill();
            }
            String two;
            try (UpProcess third = UpProcess.start(data, Map.of("MILLRACE_SEGMENT_WAIT_MS", "0"))) {
                load.turnTo(third.client());
                awaitPeople(load, load.joined() + PEOPLE_BETWEEN_KILLS);
                two = define(third.client(), 2);
                third.kill();
            }
            try (UpProcess last = UpProcess.start(data, Map.of())) {
                load.turnTo(last.client());
                awaitPeople(load, load.joined() + PEOPLE_BETWEEN_KILLS);
                Map<Integer, Instant> oldestLogins = load.finish();
                Client client = last.client();
                awaitStored(client, oldestLogins.size());
                Map<String, List<Login>> lives = lives(client);
                assertThat(lives).hasSameSizeAs(oldestLogins);
                Instant end = oldestLogins.values().stream()
                        .max(Instant::compareTo)
                        .orElseThrow()
                        .plusMillis(LoginOracle.WINDOW_MILLIS);
                assertThatThreeChangedAsItShould(client, three, lives, end);
                assertThatTwoChangedAsItShould(client, two, lives, end);
                assertThatAnswersAgree(client, three, THREE, lives, oldestLogins);
                assertThatAnswersAgree(client, two, TWO, lives, oldestLogins);
                assertThat(last.terminate()).isZero();
            }
        }
    }

    /** Returns as soon as the definition is written: its back-fill is under way then. */
    private static String define(Client client, int logins) throws Exception {
        return client.ask(
                        "/v1/segments",
                        "{\"name\":\"At least " + logins + "\",\"rules\":{\"field\":\"events.login\","
                                + "\"op\":\"count_gte\",\"value\":" + logins + ",\"window\":\"7d\"}}")
                .path("id")
                .asText();
    }

    private static void awaitPeople(PeopleLoad load, int people) {
        await().atMost(PATIENCE).until(() -> load.joined() >= people);
    }

    /** Its hand-over takes a checkpoint at least, so that whoever is killed now is killed before its end. */
    private static void awaitAnonymousJoin(PeopleLoad load) {
        int before = load.joined();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> load.joined() > before && PeopleLoad.beginsAnonymous(load.joined() - 1));
    }

    private static void awaitStored(Client client, int people) {
        int sent = people * PeopleLoad.EVENTS_EACH;
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> assertThat(
                        client.number("SELECT uniqExact(message_id) FROM events"))
                .isEqualTo(sent));
    }

    /** Everybody's logins as they are stored, each once. */
    private static Map<String, List<Login>> lives(Client client) throws Exception {
        Map<String, Long> arrivals = new TreeMap<>();
        Map<String, Long> timestamps = new TreeMap<>();
        for (JsonNode row : client.sql("SELECT message_id, toUnixTimestamp64Milli(received_at) AS arrival,"
                + " toUnixTimestamp64Milli(timestamp) AS happened FROM events")) {
            String id = row.path("message_id").asText();
            assertThat(arrivals.put(id, row.path("arrival").asLong())).as(id).isNull();
            timestamps.put(id, row.path("happened").asLong());
        }
        Map<String, List<Login>> lives = new TreeMap<>();
        for (int person = 0; arrivals.containsKey("life-" + person + "-0"); person++) {
            List<Login> logins = new ArrayList<>();
            String life = "life-" + person + "-";
            for (int i = 0; i < 3; i++) {
                long arrival = known(arrivals, life + i);
                boolean linked = i == 0 && PeopleLoad.beginsAnonymous(person);
                long ownFrom = linked ? known(arrivals, life + 3) : arrival;
                logins.add(new Login(known(timestamps, life + i), arrival, ownFrom));
            }
            lives.put(PeopleLoad.name(person), logins);
        }
        return lives;
    }

    private static void assertThatThreeChangedAsItShould(
            Client client, String segment, Map<String, List<Login>> lives, Instant end) throws Exception {
        Map<String, List<String>> expected = new TreeMap<>();
        lives.forEach((name, logins) -> {
            List<String> changes = THREE.changes(logins, 0, end.toEpochMilli());
            if (!changes.isEmpty()) {
                expected.put(name, changes);
            }
        });
        assertThat(expected).hasSizeGreaterThan(2 * PEOPLE_BETWEEN_KILLS);
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(changes(client, segment)).isEqualTo(expected));
    }

    /** Whoever had a past when it was over came in with the edit, at one instant; the others by what they did. */
    private static void assertThatTwoChangedAsItShould(
            Client client, String segment, Map<String, List<Login>> lives, Instant end) throws Exception {
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).until(() -> client.ask(
                        "/v1/segments/" + segment, "")
                .path("status")
                .asText()
                .equals("active"));
        TreeSet<Long> edits = new TreeSet<>();
        changes(client, segment).values().stream()
                .flatMap(List::stream)
                .filter(change -> change.endsWith(" edit"))
                .forEach(change -> edits.add(Long.parseLong(change.split(" ")[1])));
        assertThat(edits).hasSize(1);
        Map<String, List<String>> expected = new TreeMap<>();
        lives.forEach((name, logins) -> expected.put(name, TWO.changes(logins, edits.first(), end.toEpochMilli())));
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(changes(client, segment)).isEqualTo(expected));
    }

    /** Live membership, the same rule over what is stored, now and at past instants, and explanations. */
    private static void assertThatAnswersAgree(
            Client client,
            String segment,
            LoginOracle oracle,
            Map<String, List<Login>> lives,
            Map<Integer, Instant> oldestLogins)
            throws Exception {
        long now = Instant.now().toEpochMilli();
        List<String> members = members(lives, oracle, now);
        assertThat(names(client, segment, "")).isEqualTo(members);
        assertThat(names(client, segment, "&at=" + Instant.ofEpochMilli(now))).isEqualTo(members);
        assertThat(client.ask("/v1/segments/" + segment, "")
                        .path("contact_count")
                        .asInt())
                .isEqualTo(members.size());
        for (int person : List.of(0, 1, oldestLogins.size() / 2, oldestLogins.size() - 1)) {
            long exit = known(oldestLogins, person).toEpochMilli() + LoginOracle.WINDOW_MILLIS;
            for (long at : List.of(exit - 1, exit)) {
                assertThat(names(client, segment, "&at=" + Instant.ofEpochMilli(at)))
                        .isEqualTo(members(lives, oracle, at));
            }
            String name = PeopleLoad.name(person);
            assertThat(client.ask("/v1/segments/" + segment + "/explain?contact=" + name, "")
                            .path("member")
                            .asBoolean())
                    .as(name)
                    .isEqualTo(members.contains(name));
        }
    }

    private static <K, V> V known(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key), () -> key + " is missing");
    }

    private static List<String> members(Map<String, List<Login>> lives, LoginOracle oracle, long at) {
        return lives.keySet().stream()
                .filter(name -> oracle.in(known(lives, name), at, Long.MAX_VALUE))
                .sorted()
                .toList();
    }

    private static List<String> names(Client client, String segment, String parameters) throws Exception {
        List<String> names = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = client.ask("/v1/segments/" + segment + "/contacts?limit=100" + parameters + cursor, "");
            page.path("data")
                    .forEach(contact -> names.add(contact.path("external_id").asText()));
            cursor = page.path("has_more").asBoolean()
                    ? "&cursor=" + page.path("next_cursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        return names.stream().sorted().toList();
    }

    /** In order, by the name of whom they concern. */
    private static Map<String, List<String>> changes(Client client, String segment) throws Exception {
        JsonNode page = client.ask("/v1/segments/" + segment + "/changes?limit=1000&order=asc", "");
        assertThat(page.path("has_more").asBoolean()).isFalse();
        Map<String, List<String>> changes = new TreeMap<>();
        for (JsonNode change : page.path("data")) {
            changes.computeIfAbsent(change.path("external_id").asText(), unused -> new ArrayList<>())
                    .add(change.path("change").asText() + " "
                            + Instant.parse(change.path("at").asText()).toEpochMilli() + " "
                            + change.path("cause").asText());
        }
        return changes;
    }
}
