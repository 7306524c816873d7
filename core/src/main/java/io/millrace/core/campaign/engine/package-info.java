/**
 * Contacts' runs through campaigns: a pure state machine that follows each contact through its instants, and a second one,
 * the gate, for what a campaign's sends share across contacts.
 */
@NullMarked
package io.millrace.core.campaign.engine;

import org.jspecify.annotations.NullMarked;
