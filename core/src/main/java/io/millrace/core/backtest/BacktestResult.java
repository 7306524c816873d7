package io.millrace.core.backtest;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a campaign would have done.
 *
 * @param days every local day of the workspace that the range touches
 * @param totals over all of them
 * @param contacts how many have been looked at
 * @param waiting runs that are not over when the range ends
 */
public record BacktestResult(Map<LocalDate, BacktestCounts> days, BacktestCounts totals, long contacts, long waiting) {
    public BacktestResult {
        SortedMap<LocalDate, BacktestCounts> inOrder = new TreeMap<>(days);
        days = Collections.unmodifiableSortedMap(inOrder);
    }
}
