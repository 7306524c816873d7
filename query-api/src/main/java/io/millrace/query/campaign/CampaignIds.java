package io.millrace.query.campaign;

import io.millrace.core.definition.CampaignDefinition;
import io.millrace.query.http.Call;

/** A campaign has one id in every API; GrowthOS's own prefix means the same. */
final class CampaignIds {

    private static final String GROWTHOS_PREFIX = "cmpgn_";

    private CampaignIds() {}

    /** @param parameter of the path */
    static String inPath(Call call, String parameter) {
        String text = call.inPath(parameter);
        return text.startsWith(GROWTHOS_PREFIX)
                ? CampaignDefinition.PREFIX + text.substring(GROWTHOS_PREFIX.length())
                : text;
    }
}
