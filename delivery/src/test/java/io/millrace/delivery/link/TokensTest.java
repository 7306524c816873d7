package io.millrace.delivery.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.campaign.Channel;
import io.millrace.core.event.Person;
import io.millrace.delivery.Sends;
import io.millrace.testing.MemoryDefinitions;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokensTest {

    private static final Token CLICK = new Token(
            Token.Use.CLICK,
            "ws_1",
            "send_1",
            "cmp_1",
            "n1",
            Channel.EMAIL,
            Optional.of("tmpl_1"),
            new Person(Person.Kind.USER, "ada"),
            Optional.empty(),
            "https://example.com/?a=1&b=ü");

    private final Tokens tokens = new Tokens(new SigningKeys(new byte[32]));

    @Test
    void whatIsWrittenIsReadBackForItsUseAlone() {
        String text = tokens.write(CLICK);

        assertThat(tokens.read(Token.Use.CLICK, text)).contains(CLICK);
        assertThat(tokens.read(Token.Use.OPEN, text)).isEmpty();
        assertThat(tokens.read(Token.Use.UNSUBSCRIBE, text)).isEmpty();
    }

    @Test
    void noByteOfATokenCanBeChanged() {
        byte[] bytes = Base64.getUrlDecoder().decode(tokens.write(CLICK));

        for (int i = 0; i < bytes.length; i++) {
            byte[] forged = bytes.clone();
            forged[i] ^= 1;
            assertThat(tokens.read(
                            Token.Use.CLICK,
                            Base64.getUrlEncoder().withoutPadding().encodeToString(forged)))
                    .isEmpty();
        }
    }

    @Test
    void aTokenOfAnotherKeyAndNonsenseAreRefused() {
        byte[] other = new byte[32];
        other[0] = 1;

        assertThat(tokens.read(Token.Use.CLICK, new Tokens(new SigningKeys(other)).write(CLICK)))
                .isEmpty();
        for (String text : new String[] {"", "x", "%%%", "AAAA", "A".repeat(10_000)}) {
            assertThat(tokens.read(Token.Use.CLICK, text)).isEmpty();
        }
    }

    @Test
    void allInstancesSignAlike() {
        MemoryDefinitions definitions = new MemoryDefinitions();

        String text = new Tokens(SigningKeys.open(definitions)).write(CLICK);

        assertThat(new Tokens(SigningKeys.open(definitions)).read(Token.Use.CLICK, text))
                .contains(CLICK);
    }

    @Test
    void webLinksAreCountedAndOthersStay() {
        MessageLinks links = new MessageLinks(tokens, "https://m.example");

        String html = links.tracked(
                Sends.mail("ws_1", "send_1").record(),
                "<body><a class='x' href=\"https://example.com/?a=1&amp;b=2\">x</a><a href='mailto:a@b.c'>y</a>"
                        + "<a href=\"https://m.example/u/1\">z</a><a href=\"javascript:alert(1)\">j</a></body>");

        assertThat(html)
                .contains("<a href='mailto:a@b.c'>y</a><a href=\"https://m.example/u/1\">z</a>")
                .contains("<a href=\"javascript:alert(1)\">j</a><img src=\"https://m.example/o/")
                .endsWith("style=\"display:none\"></body>");
        String click = html.substring(html.indexOf("/c/") + 3, html.indexOf("\">x</a>"));
        assertThat(tokens.read(Token.Use.CLICK, click).map(Token::url)).contains("https://example.com/?a=1&b=2");
    }

    @Test
    void aTestSendCountsNothing() {
        String html = "<a href=\"https://example.com/\">x</a>";

        assertThat(new MessageLinks(tokens, "https://m.example")
                        .tracked(Sends.mail("ws_1", "send_1").testing("a@b.c").record(), html))
                .isEqualTo(html);
    }
}
