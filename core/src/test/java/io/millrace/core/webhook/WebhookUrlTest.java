package io.millrace.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://yourserver.com/webhooks/growthos",
                "http://example.com:8080/a?b=c",
                "https://8.8.8.8/",
                "https://[2606:4700::1111]/",
                "HTTPS://Example.COM"
            })
    void addressesOfTheInternetAreTaken(String url) {
        assertThat(WebhookUrl.fault(url, false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/",
                "http://LOCALHOST./",
                "http://api.localhost/",
                "http://127.0.0.1:80/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://[::1]/",
                "http://[::ffff:10.0.0.1]/",
                "http://169.254.169.254/latest"
            })
    void privateOnesAreNotUnlessTheyAreAllowed(String url) {
        assertThat(WebhookUrl.fault(url, false)).isPresent();
        assertThat(WebhookUrl.fault(url, true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "ftp://example.com/",
                "https:///path",
                "https://user:password@example.com/",
                "https://example.com/#here",
                "https://exa mple.com/",
                "javascript:alert(1)",
                "http://127.1/",
                "http://0x7f.1/",
                "http://192.168.0.1./"
            })
    void whatIsNoWebAddressIsNeverTaken(String url) {
        assertThat(WebhookUrl.fault(url, true)).isPresent();
    }
}
