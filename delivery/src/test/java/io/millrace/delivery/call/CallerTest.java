package io.millrace.delivery.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.delivery.channel.CarrierException;
import io.millrace.delivery.channel.CarrierException.Kind;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {

    private static final Duration ANSWER = Duration.ofSeconds(20);

    private static CarrierException failure(Caller caller, String url) {
        return catchThrowableOfType(
                CarrierException.class, () -> caller.post(url, Map.of(), "application/json", new byte[] {'{', '}'}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/", "http://localhost:%d/", "http://2130706433:%d/", "http://0x7f.1:%d/",
                "http://[::1]:%d/", "http://[::ffff:127.0.0.1]:%d/", "http://0.0.0.0:%d/", "http://169.254.169.254/"
            })
    void nothingOfThisMachineIsCalled(String url) {
        try (LocalServer server = new LocalServer(request -> LocalServer.Answer.OK);
                Caller caller = Caller.start(false)) {
            CarrierException failure = failure(caller, url.formatted(server.port()));

            // A form that the platform does not read as an address is a name that nobody has.
            assertThat(failure.reason()).isIn("private_address", "unknown_host", "invalid_url");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aNameThatLeadsToThisMachineIsNotCalled() throws Exception {
        InetAddress[] loopback = {InetAddress.getLoopbackAddress()};
        try (LocalServer server = new LocalServer(request -> LocalServer.Answer.OK);
                Caller caller = Caller.start(false, host -> loopback, ANSWER)) {
            CarrierException failure = failure(caller, "http://hooks.example:" + server.port() + "/");

            assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
            assertThat(failure.reason()).isEqualTo("private_address");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (LocalServer inner = new LocalServer(request -> LocalServer.Answer.OK);
                LocalServer outer = new LocalServer(
                        request -> new LocalServer.Answer(302, Map.of("Location", inner.url() + "/secret"), ""));
                Caller caller = Caller.start(true)) {
            CarrierException failure = failure(caller, outer.url());

            assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
            assertThat(failure.reason()).isEqualTo("http_302");
            assertThat(inner.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400,PERMANENT",
        "404,PERMANENT",
        "410,PERMANENT",
        "408,TRANSIENT",
        "429,TRANSIENT",
        "500,DOWN",
        "503,DOWN"
    })
    void whatIsAnsweredDecidesWhetherItIsTriedAgain(int status, Kind kind) {
        try (LocalServer server = new LocalServer(request -> LocalServer.Answer.of(status));
                Caller caller = Caller.start(true)) {
            CarrierException failure = failure(caller, server.url());

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.reason()).isEqualTo("http_" + status);
        }
    }

    @Test
    void theOtherSideMaySayHowLongToWait() {
        try (LocalServer server =
                        new LocalServer(request -> new LocalServer.Answer(429, Map.of("Retry-After", "7"), ""));
                Caller caller = Caller.start(true)) {
            assertThat(failure(caller, server.url()).retryAfter()).contains(Duration.ofSeconds(7));
        }
    }

    @Test
    void whoDoesNotAnswerInTimeIsLeft() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (LocalServer server = new LocalServer(request -> {
                    try {
                        never.await(60, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return LocalServer.Answer.OK;
                });
                Caller caller = Caller.start(true, InetAddress::getAllByName, Duration.ofMillis(300))) {
            assertThat(failure(caller, server.url()).reason()).isEqualTo("timeout");
            never.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.com/", "file:///etc/passwd", "gopher://x", "http:///", "no url at all"})
    void onlyWebAddressesAreCalled(String url) {
        try (Caller caller = Caller.start(true)) {
            assertThat(failure(caller, url).reason()).isEqualTo("invalid_url");
        }
    }
}
