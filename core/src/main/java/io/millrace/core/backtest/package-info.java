/**
 * What a campaign would have done over stored history: the contact engine and the gate, driven contact after contact, with
 * the memory of one contact and of those who wait at the gate.
 */
@NullMarked
package io.millrace.core.backtest;

import org.jspecify.annotations.NullMarked;
