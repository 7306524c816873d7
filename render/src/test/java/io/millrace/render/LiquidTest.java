package io.millrace.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiquidTest {

    private static final long MILLIS = 2_000;
    private static final Map<String, Object> ADA = Map.of(
            "contact",
            Map.of("name", "Ada <ada@x>", "visits", 3L),
            "items",
            List.of(Map.of("sku", "a"), Map.of("sku", "b")));

    private final Liquid html = new Liquid(true, MILLIS);
    private final Liquid text = new Liquid(false, MILLIS);

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "Hi {{ contact.name }}! ~ Hi Ada &lt;ada@x&gt;!",
                "{{- contact.visits -}} ~ 3",
                "{{ contact.nick | default: 'you' }} ~ you",
                "{% if contact.vip %}yes{% else %}no{% endif %} ~ no",
                "{% for item in items %}{{ item.sku }}{% endfor %} ~ ab",
                "{% for item in nothing %}x{% endfor %}end ~ end",
                "{% raw %}{{ contact.none }}{% endraw %} ~ {{ contact.none }}",
                "{% comment %}{{ contact.none }}{% endcomment %}end ~ end",
                "{% capture b %}<b>{{ contact.name }}</b>{% endcapture %}{{ b }} ~ <b>Ada &lt;ada@x&gt;</b>",
                "{{ '}}' }} ~ }}",
                "{{ '<i>' }} ~ &lt;i&gt;",
                "{% assign n = contact.visits %}{{ n }} ~ 3",
            })
    void anHtmlTemplateSays(String template, String expected) throws Exception {
        assertThat(html.render(template, ADA)).isEqualTo(expected);
    }

    @Test
    void filtersAreAppliedBeforeEscapingAndEscapedTextIsNotEscapedTwice() throws Exception {
        assertThat(html.render("{{ contact.name | upcase }}", ADA)).isEqualTo("ADA &lt;ADA@X&gt;");
        assertThat(html.render("{{ contact.name | escape }}", ADA)).isEqualTo("Ada &lt;ada@x&gt;");
        assertThat(html.render("{{ contact.name | escape | append: '<' }}", ADA))
                .isEqualTo("Ada &amp;lt;ada@x&amp;gt;&lt;");
    }

    @Test
    void plainTextIsNotEscaped() throws Exception {
        assertThat(text.render("Hi {{ contact.name }}", ADA)).isEqualTo("Hi Ada <ada@x>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{{ contact.nick }};contact.nick",
                "{{ nick }};nick",
                "{{ contact.nick.first }};contact.nick.first",
                "{{ contact.nick | upcase }};contact.nick",
                "{% assign n = contact.nick %}{{ n }};n",
                "{% capture c %}{{ nick }}{% endcapture %};nick",
            })
    void aMissingVariableIsNamed(String template, String variable) {
        for (Liquid liquid : List.of(html, text)) {
            assertThatThrownBy(() -> liquid.render(template, ADA))
                    .isInstanceOf(RenderException.class)
                    .hasMessage(variable + " is missing and has no default");
        }
    }

    @Test
    void aDefaultHoldsAtTheEndOfAChain() throws Exception {
        assertThat(html.render("{{ contact.nick | upcase | default: 'YOU' }}", ADA))
                .isEqualTo("YOU");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% assign s = 'aaaaaaaaaa' %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}{{ s | size }}",
                "{% assign s = 'aaaaaaaaaa' %}{% for i in (1..60) %}{% assign s = s | replace: 'a', 'aa' %}{% endfor %}{{ s | size }}",
                "{% assign s = '1,2,3' | split: ',' %}{% for i in (1..60) %}{% assign s = s | concat: s %}{% endfor %}x",
                "{% for a in (1..10000) %}{% for b in (1..10000) %}x{% endfor %}{% endfor %}",
                "{% for a in (1..2000000000) %}x{% endfor %}",
                "{% capture s %}aaaaaaaaaa{% endcapture %}{% for i in (1..60) %}{% capture s %}{{ s }}{{ s }}{% endcapture %}{% endfor %}",
                "{% include '/etc/passwd' %}",
                "{% include 'passwd' %}",
                "{% include_relative 'passwd' %}",
                "{{ contact.name | nofilter }}",
                "{{ contact.name",
                "{% if %}",
                "{% nosuchtag %}",
            })
    void aHostileOrBrokenTemplateFailsWithinBounds(String template) {
        for (Liquid liquid : List.of(html, text)) {
            Assertions.assertThatCode(() -> org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                            Duration.ofSeconds(20), () -> assertThatThrownBy(() -> liquid.render(template, ADA))
                                    .isInstanceOf(RenderException.class)
                                    .hasMessageNotContaining("root:")))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void deepNestingFails() {
        String nested = "{% if contact %}".repeat(20_000) + "x" + "{% endif %}".repeat(20_000);

        assertThatThrownBy(() -> html.render(nested, ADA)).isInstanceOf(RenderException.class);
    }

    /** What one contact is told must never be another's. */
    @Test
    void renderingsAtOnceDoNotMix() throws Exception {
        String template = "{% for i in (1..20) %}{{ name }} {% endfor %}";
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> rendered = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                Map<String, Object> variables = Map.of("name", "n" + i);
                rendered.add(threads.submit(() -> html.render(template, variables)));
            }
            for (int i = 0; i < rendered.size(); i++) {
                assertThat(rendered.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(("n" + i + " ").repeat(20));
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
