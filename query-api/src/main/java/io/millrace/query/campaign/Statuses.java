package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.query.http.Call;
import io.millrace.query.request.Faults;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The filter of lists by status. */
final class Statuses {

    private static final List<String> KNOWN =
            Arrays.stream(CampaignStatus.values()).map(CampaignStatus::text).toList();

    private Statuses() {}

    /** Empty for all. */
    static Optional<String> wanted(Call call, Faults faults) {
        Optional<String> status = call.parameter("status");
        status.filter(text -> !KNOWN.contains(text))
                .ifPresent(
                        text -> faults.invalid("status", TextNode.valueOf(text), "one of " + String.join(", ", KNOWN)));
        return status;
    }

    static boolean matches(Optional<String> wanted, StoredCampaign campaign) {
        return wanted.isEmpty() || wanted.get().equals(campaign.status().text());
    }
}
