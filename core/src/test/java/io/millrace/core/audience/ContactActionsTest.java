package io.millrace.core.audience;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Person;
import io.millrace.core.rule.RuleFault;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContactActionsTest {

    @Test
    void everyChangeReadsBackAsItWasWritten() {
        Map<String, @Nullable BigDecimal> scores = new HashMap<>();
        scores.put("lead", new BigDecimal("12.50"));
        scores.put("old", null);
        for (ContactChange change : List.of(
                new ContactChange.Own(new ContactAction.Update(
                        (ObjectNode) TestEvent.json("{'plan': 'pro', 'gone': null, 'n': 1.10}"),
                        List.of("vip", "new"),
                        List.of("a"),
                        List.of("b"),
                        scores)),
                new ContactChange.Own(new ContactAction.Update(
                        (ObjectNode) TestEvent.json("{}"), null, List.of(), List.of(), Map.of())),
                new ContactChange.Own(new ContactAction.Update(
                        (ObjectNode) TestEvent.json("{}"), List.of(), List.of(), List.of(), Map.of())),
                new ContactChange.Own(new ContactAction.Subscribe("news", true)),
                new ContactChange.Own(new ContactAction.Subscribe(null, false)),
                new ContactChange.Own(new ContactAction.StaticMembership(Set.of("x", "y"), Set.of("z"))),
                new ContactChange.Own(new ContactAction.Enroll("cmp_1")),
                new ContactChange.Own(new ContactAction.Delete()),
                new ContactChange.Merge(new Person(Person.Kind.USER, "dup"), ConflictResolution.NEWEST),
                new ContactChange.Merge(new Person(Person.Kind.ANONYMOUS, "a1"), ConflictResolution.PREFER_TARGET))) {
            assertThat(ContactActions.parse(ContactActions.write(change)))
                    .isEqualTo(new ContactActions.Parsed.Valid(change));
        }
    }

    @Test
    void aMergePrefersTheTargetUnlessItSaysOtherwise() {
        assertThat(parse("{'do': 'merge', 'source': {'user': 'dup'}}"))
                .isEqualTo(new ContactActions.Parsed.Valid(new ContactChange.Merge(
                        new Person(Person.Kind.USER, "dup"), ConflictResolution.PREFER_TARGET)));
    }

    @Test
    void allThatIsWrongIsNamed() {
        assertThat(pointers("[]")).containsExactly("");
        assertThat(pointers("{'tags': []}")).containsExactly("/do");
        assertThat(pointers("{'do': 'rename'}")).containsExactly("/do");
        assertThat(
                        pointers(
                                "{'do': 'update', 'traits': 1, 'tags': 'vip', 'add_tags': [''], 'scores': {'a/b': 'many'}, 'x': 0}"))
                .containsExactlyInAnyOrder("/x", "/traits", "/tags", "/add_tags/0", "/scores/a~1b");
        assertThat(pointers("{'do': 'subscribe', 'group': 7}")).containsExactly("/group");
        assertThat(pointers("{'do': 'static', 'enter': [1], 'leave': {}}")).containsExactly("/enter/0", "/leave");
        assertThat(pointers("{'do': 'enroll', 'contact': 'x'}")).containsExactlyInAnyOrder("/campaign", "/contact");
        assertThat(pointers("{'do': 'merge'}")).containsExactly("/source");
        assertThat(pointers("{'do': 'merge', 'source': {'user': 'a', 'anonymous': 'b'}}"))
                .containsExactly("/source");
        assertThat(pointers("{'do': 'merge', 'source': {'user': ''}, 'conflict_resolution': 'mine'}"))
                .containsExactly("/source/user", "/conflict_resolution");
        assertThat(pointers("{'do': 'delete', 'group': 'all'}")).containsExactly("/group");
        assertThat(ContactActions.parse("{\"do\":\"delete\"} x".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ContactActions.Parsed.Invalid.class);
    }

    private static ContactActions.Parsed parse(String body) {
        return ContactActions.parse(TestEvent.json(body).toString().getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> pointers(String body) {
        return ((ContactActions.Parsed.Invalid) parse(body))
                .faults().stream().map(RuleFault::pointer).toList();
    }
}
