package io.millrace.delivery.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.delivery.Sends;
import io.millrace.delivery.channel.CarrierException;
import io.millrace.delivery.channel.CarrierException.Kind;
import io.millrace.delivery.channel.Parcel;
import io.millrace.delivery.mailbox.CaughtMail;
import io.millrace.delivery.mailbox.MailCatcher;
import io.millrace.delivery.mailbox.Mailbox;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

class SmtpCarrierTest {

    private static final String FROM = "Acme <hello@acme.example>";

    private static Parcel mail(Sends send, String subject) {
        return new Parcel(
                send.record(), subject, Optional.of("<p>Grüße</p>"), "Grüße", Optional.of("https://m.example/u/1"));
    }

    private static CarrierException failure(SmtpUrl url, Parcel parcel) {
        try (SmtpCarrier carrier = new SmtpCarrier(url, workspace -> FROM, Clock.systemUTC())) {
            return catchThrowableOfType(CarrierException.class, () -> carrier.carry(parcel));
        }
    }

    @Test
    void aMailHasBothPartsAndTheHeadersThatMailboxesAskFor() throws Exception {
        Mailbox mailbox = new Mailbox(Clock.systemUTC());
        try (MailCatcher catcher = MailCatcher.start(mailbox);
                SmtpCarrier carrier = new SmtpCarrier(catcher.url(), workspace -> FROM, Clock.systemUTC())) {
            carrier.carry(mail(Sends.mail("ws_1", "send_1"), "Grüße, 世界"));
            carrier.carry(mail(Sends.mail("ws_1", "send_2"), "second, over the same connection"));
        }

        CaughtMail mail = mailbox.newest().get(1);
        assertThat(mail.from()).isEqualTo("hello@acme.example");
        assertThat(mail.subject()).isEqualTo("Grüße, 世界");
        assertThat(mail.text())
                .hasValueSatisfying(text -> assertThat(text.strip()).isEqualTo("Grüße"));
        assertThat(mail.html())
                .hasValueSatisfying(html -> assertThat(html.strip()).isEqualTo("<p>Grüße</p>"));
        assertThat(mail.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("multipart/alternative"));
        assertThat(mail.header("From")).contains("Acme <hello@acme.example>");
        assertThat(mail.header("Message-ID")).contains("<send_1@acme.example>");
        assertThat(mail.header("List-Unsubscribe")).contains("<https://m.example/u/1>");
        assertThat(mail.header("List-Unsubscribe-Post")).contains("List-Unsubscribe=One-Click");
        assertThat(mail.header("Feedback-ID")).contains("cmp_1:ws_1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b.c\\r\\nBcc: evil@x.y",
                "a@b.c, evil@x.y",
                "a@b.c>\\r\\nDATA",
                "no address",
                "group: a@b.c;",
                "@b.c"
            })
    void anAddressThatWouldBeMoreThanOneIsRefused(String address) {
        String traits = "{\"email\":\"" + address + "\"}";
        try (MailCatcher catcher = MailCatcher.start(new Mailbox(Clock.systemUTC()))) {
            CarrierException failure =
                    failure(catcher.url(), mail(Sends.mail("ws_1", "send_1").knowing(traits), "Hi"));

            assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
            assertThat(failure.reason()).isEqualTo("invalid_address");
            assertThat(catcher.mailbox().newest()).isEmpty();
        }
    }

    @Test
    void aSubjectWithALineBreakIsRefused() {
        try (MailCatcher catcher = MailCatcher.start(new Mailbox(Clock.systemUTC()))) {
            assertThat(failure(catcher.url(), mail(Sends.mail("ws_1", "send_1"), "Hi\r\nBcc: evil@x.y"))
                            .reason())
                    .isEqualTo("invalid_header");
        }
    }

    @Test
    void aContactWithoutAnAddressHasNone() {
        try (MailCatcher catcher = MailCatcher.start(new Mailbox(Clock.systemUTC()))) {
            assertThat(failure(catcher.url(), mail(Sends.mail("ws_1", "send_1").knowing("{}"), "Hi"))
                            .kind())
                    .isEqualTo(Kind.NO_ADDRESS);
        }
    }

    @Test
    void aServersRefusalSaysWhatFollows() {
        SMTPServer server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .messageHandlerFactory(context -> new Refusing())
                .build();
        server.start();
        int port = server.getPortAllocated();
        try {
            SmtpUrl url = SmtpUrl.parse("smtp://127.0.0.1:" + port + "?starttls=never");
            assertThat(failure(url, mail(Sends.mail("ws_1", "s").knowing("{\"email\":\"gone@x.y\"}"), "Hi")))
                    .satisfies(gone -> {
                        assertThat(gone.kind()).isEqualTo(Kind.BOUNCED);
                        assertThat(gone.reason()).isEqualTo("smtp_550");
                    });
            assertThat(failure(url, mail(Sends.mail("ws_1", "s").knowing("{\"email\":\"grey@x.y\"}"), "Hi"))
                            .kind())
                    .isEqualTo(Kind.TRANSIENT);
            assertThat(failure(url, mail(Sends.mail("ws_1", "s").knowing("{\"email\":\"spam@x.y\"}"), "Hi"))
                            .kind())
                    .isEqualTo(Kind.PERMANENT);
        } finally {
            server.stop();
        }
        SmtpUrl nobody = SmtpUrl.parse("smtp://127.0.0.1:" + port + "?starttls=never");
        assertThat(failure(nobody, mail(Sends.mail("ws_1", "s"), "Hi")).kind()).isEqualTo(Kind.DOWN);
    }

    /** Refuses one recipient for good, one for now, and one's message. */
    private static final class Refusing implements org.subethamail.smtp.MessageHandler {
        private String to = "";

        @Override
        public void from(String from) {}

        @Override
        public void recipient(String recipient) throws RejectException {
            to = recipient;
            if (to.startsWith("gone")) {
                throw new RejectException(550, "no such user");
            }
            if (to.startsWith("grey")) {
                throw new RejectException(451, "try later");
            }
        }

        @Override
        public String data(InputStream data) throws RejectException {
            if (to.startsWith("spam")) {
                throw new RejectException(554, "looks like spam");
            }
            return "ok";
        }

        @Override
        public void done() {}
    }

    @Test
    void encryptionAndLoginAreUsedWhereTheServerAsksForThem(@TempDir Path folder) throws Exception {
        SSLContext tls = selfSigned(folder);
        List<String> logins = new ArrayList<>();
        List<String> received = new ArrayList<>();
        SMTPServer server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .startTlsSocketFactory(tls)
                .requireTLS()
                .requireAuth()
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                    logins.add(user + "/" + password);
                    if (!password.equals("p@ss:word")) {
                        throw new LoginFailedException("no");
                    }
                }))
                .messageHandler((context, from, to, mail) -> received.add(to))
                .build();
        server.start();
        try {
            String at = "@localhost:" + server.getPortAllocated() + "?starttls=required";
            SmtpUrl url = SmtpUrl.parse("smtp://acme:p%40ss%3Aword" + at);
            try (SmtpCarrier carrier =
                    new SmtpCarrier(url, workspace -> FROM, Clock.systemUTC(), Optional.of(tls.getSocketFactory()))) {
                carrier.carry(mail(Sends.mail("ws_1", "send_1"), "Hi"));
            }
            assertThat(logins).contains("acme/p@ss:word");
            assertThat(received).containsExactly("ada@example.com");

            try (SmtpCarrier wrong = new SmtpCarrier(
                    SmtpUrl.parse("smtp://acme:wrong" + at),
                    workspace -> FROM,
                    Clock.systemUTC(),
                    Optional.of(tls.getSocketFactory()))) {
                CarrierException failure = catchThrowableOfType(
                        CarrierException.class, () -> wrong.carry(mail(Sends.mail("ws_1", "send_2"), "Hi")));
                assertThat(failure.reason()).isEqualTo("authentication");
                assertThat(failure).hasMessageNotContaining("wrong");
            }
            // A certificate that nobody vouches for.
            assertThat(failure(url, mail(Sends.mail("ws_1", "send_3"), "Hi")).kind())
                    .isEqualTo(Kind.DOWN);
            assertThat(received).hasSize(1);
        } finally {
            server.stop();
        }
    }

    @Test
    void aServerWithoutEncryptionGetsNothingWhereItIsRequired() {
        try (MailCatcher catcher = MailCatcher.start(new Mailbox(Clock.systemUTC()))) {
            SmtpUrl url = SmtpUrl.parse("smtp://127.0.0.1:" + catcher.url().port() + "?starttls=required");

            // The catcher offers none.
            assertThat(failure(url, mail(Sends.mail("ws_1", "send_1"), "Hi")).kind())
                    .isEqualTo(Kind.DOWN);
            assertThat(catcher.mailbox().newest()).isEmpty();
        }
    }

    @Test
    void aUrlIsReadAndItsPasswordNeverShown() {
        SmtpUrl url = SmtpUrl.parse("smtps://me:secret@mail.example");

        assertThat(url.port()).isEqualTo(465);
        assertThat(url.password()).contains("secret");
        assertThat(url.toString()).isEqualTo("smtps://mail.example:465");
        for (String text : new String[] {"http://x", "smtp:", "smtp://x?starttls=maybe", "me:secret@"}) {
            assertThatThrownBy(() -> SmtpUrl.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("secret");
        }
    }

    private static SSLContext selfSigned(Path folder) throws Exception {
        Path store = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "mail",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
