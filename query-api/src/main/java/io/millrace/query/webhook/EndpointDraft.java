package io.millrace.query.webhook;

import java.util.List;
import java.util.Optional;

/** What a request says of an endpoint; what is empty is left as it is. */
record EndpointDraft(
        Optional<String> url, Optional<List<String>> events, Optional<String> secret, Optional<Boolean> active) {}
