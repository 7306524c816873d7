package io.millrace.testing.campaign;

import io.millrace.core.campaign.CampaignSettings;
import io.millrace.core.campaign.EventMatch;
import io.millrace.core.campaign.ExitCondition;
import io.millrace.core.campaign.ReEntry;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;

/** Makes up settings. */
final class SettingsGenerator {

    private final Words words;

    SettingsGenerator(Words words) {
        this.words = words;
    }

    /** @param keyed whether runs have a key */
    CampaignSettings settings(boolean keyed) {
        return new CampaignSettings(
                keyed ? new ReEntry.PerKey(words.path()) : reEntry(),
                exitConditions(keyed),
                words.perhaps(() -> new CampaignSettings.Goal(words.event(), words.positive(), words.flag())),
                words.perhaps(this::quietHours),
                words.perhaps(() -> new CampaignSettings.FrequencyCap(1 + words.below(9), words.positive())),
                words.perhaps(() -> 1 + words.below(1000)),
                words.perhaps(() -> new CampaignSettings.SendRate(1 + words.below(9), words.positive())),
                words.perhaps(() -> new CampaignSettings.HoldOut(
                        words.pick(List.of(BigDecimal.ZERO, new BigDecimal("12.5"), new BigDecimal("100"))),
                        words.perhaps(words::name))),
                words.flag() ? CampaignSettings.DEFAULT_MAX_EVENT_AGE : words.positive(),
                words.perhaps(() -> Instant.ofEpochMilli(words.below(1_000_000))),
                words.perhaps(() -> Instant.ofEpochMilli(1_772_323_200_000L + words.below(1_000_000))),
                words.flag());
    }

    private ReEntry reEntry() {
        return switch (words.below(4)) {
            case 0 -> new ReEntry.AfterExit();
            case 1 -> new ReEntry.EveryEvent();
            case 2 -> new ReEntry.Cooldown(words.positive());
            default -> new ReEntry.Never();
        };
    }

    private List<ExitCondition> exitConditions(boolean keyed) {
        return switch (words.below(3)) {
            case 0 -> List.of(new ExitCondition.OnEvent(new EventMatch(words.event(), keyed && words.flag())));
            case 1 ->
                List.of(
                        new ExitCondition.OnSegment(words.name(), words.flag()),
                        new ExitCondition.OnEvent(new EventMatch(words.event(), false)));
            default -> List.of();
        };
    }

    private CampaignSettings.QuietHours quietHours() {
        LocalTime start = words.time();
        LocalTime end = words.time();
        return new CampaignSettings.QuietHours(
                start,
                end.equals(start) ? end.plusHours(1) : end,
                words.pick(CampaignSettings.QuietHours.Mode.values()));
    }
}
