package io.millrace.core.definition;

import java.security.SecureRandom;
import java.util.Base64;

/** Random ids and keys, safe to guess at: ids carry 80 bits, keys 160. */
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private Ids() {}

    public static String workspace() {
        return random("ws_", 16);
    }

    public static String key() {
        return random("key_", 16);
    }

    public static String request() {
        return random("req_", 16);
    }

    public static String segment() {
        return random(SegmentDefinition.PREFIX, 16);
    }

    public static String savedFunnel() {
        return random("fnl_", 16);
    }

    public static String savedCohort() {
        return random("chrt_", 16);
    }

    public static String savedQuery() {
        return random("qry_", 16);
    }

    public static String template() {
        return random("tmpl_", 16);
    }

    public static String campaign() {
        return random(CampaignDefinition.PREFIX, 16);
    }

    public static String backtest() {
        return random("bt_", 16);
    }

    /** Of a message that no campaign sends; one of a campaign has its id from its run. */
    public static String send() {
        return random("send_", 24);
    }

    public static String webhookEndpoint() {
        return random(WebhookEndpoint.PREFIX, 16);
    }

    /** As Standard Webhooks has them: 24 random bytes in base64. */
    public static String webhookSecret() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return "whsec_" + Base64.getEncoder().encodeToString(bytes);
    }

    public static String imported() {
        return random("imp_", 16);
    }

    public static String writeKey() {
        return random("mr_wk_", 32);
    }

    public static String secretKey() {
        return random("mr_sk_", 32);
    }

    public static String adminKey() {
        return random("mr_ad_", 32);
    }

    /** A password between parts of one run. */
    public static String password() {
        return random("", 32);
    }

    private static String random(String prefix, int letters) {
        StringBuilder text = new StringBuilder(prefix);
        for (int i = 0; i < letters; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
