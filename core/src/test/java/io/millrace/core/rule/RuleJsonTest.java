package io.millrace.core.rule;

import static io.millrace.core.rule.Rules.json;
import static io.millrace.core.rule.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleJsonTest {

    /** These texts are hashed, and what is kept under the hashes outlives the code: they never change. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'conditions':[],'operator':'AND'} | {'operator':'AND','conditions':[]}",
                "{'value':1.50e1,'op':'eq','field':'traits.a.b'} | {'field':'traits.a.b','op':'eq','value':15}",
                "{'field':'traits.a','op':'lt','value':0.10} | {'field':'traits.a','op':'lt','value':0.1}",
                "{'field':'traits.a','op':'eq','value':'1.0'} | {'field':'traits.a','op':'eq','value':'1.0'}",
                "{'field':'traits.a','op':'eq','value':1e20} | {'field':'traits.a','op':'eq','value':1E+20}",
                "{'field':'traits.a','op':'in','value':[2.0,'x']} | {'field':'traits.a','op':'in','value':[2,'x']}",
                "{'field':'traits.a','op':'older_than','value':'24h'}"
                        + " | {'field':'traits.a','op':'older_than','value':'1d'}",
                "{'field':'traits.a','op':'held_lt','for':'90m','value':true}"
                        + " | {'field':'traits.a','op':'held_lt','value':true,'for':'90m'}",
                "{'field':'scores.s','op':'gt','value':'5.0'} | {'field':'scores.s','op':'gt','value':5}",
                "{'field':'segments','op':'in','value':['a']} | {'field':'segments','op':'in','value':'a'}",
                "{'field':'segments','op':'not_in','value':['a','b']} | {'operator':'AND','conditions':["
                        + "{'field':'segments','op':'not_in','value':'a'},{'field':'segments','op':'not_in','value':'b'}]}",
                "{'field':'bucket','op':'lt','salt':'s','value':25.50}"
                        + " | {'field':'bucket','op':'lt','value':25.5,'salt':'s'}",
                "{'window':'1w','where':[],'field':'events.a','value':'3','op':'count_gte'}"
                        + " | {'field':'events.a','op':'count_gte','value':3,'window':'7d'}",
                "{'field':'events.a','op':'avg_lt','value':1.0,'property':'p','since':1772323200,'until':'2026-04-01',"
                        + "'where':[{'op':'exists','field':'properties.q'}]}"
                        + " | {'field':'events.a','op':'avg_lt','property':'p','value':1,"
                        + "'where':[{'field':'properties.q','op':'exists'}],"
                        + "'since':'2026-03-01T00:00:00.000Z','until':'2026-04-01T00:00:00.000Z'}",
                "{'field':'events.a','op':'not_followed_by','within':'1500ms','value':{'event':'b','where':[]}}"
                        + " | {'field':'events.a','op':'not_followed_by','value':'b','within':'1500ms'}",
                "{'field':'sequence','op':'completed','within':'1h','value':[{'event':'a','where':[]},{'event':'b'}]}"
                        + " | {'field':'sequence','op':'completed','value':[{'event':'a'},{'event':'b'}],'within':'1h'}",
            })
    void rulesThatMeanTheSameHaveOneText(String written, String canonical) {
        Rule rule = rule(written);
        assertThat(RuleJson.canonical(rule)).isEqualTo(canonical.replace('\'', '"'));
        assertThat(rule(canonical)).isEqualTo(rule);
        assertThat(RuleJson.write(rule)).hasToString(json(canonical).toString());
    }
}
