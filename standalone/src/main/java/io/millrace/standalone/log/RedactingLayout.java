package io.millrace.standalone.log;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Formats log lines without keys: neither the given ones nor anything that looks like one of ours. */
final class RedactingLayout extends PatternLayout {

    static final String BLOT = "[key]";

    private static final Pattern OWN_KEYS = Pattern.compile("mr_(?:wk|sk|ad)_[a-z2-7]+");

    private final List<String> secrets;

    /** @param secrets longest first, so that one that contains another goes whole */
    RedactingLayout(Collection<String> secrets) {
        this.secrets = secrets.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String line = super.doLayout(event);
        for (String secret : secrets) {
            line = line.replace(secret, BLOT);
        }
        return OWN_KEYS.matcher(line).replaceAll(BLOT);
    }
}
