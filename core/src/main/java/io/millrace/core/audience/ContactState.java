package io.millrace.core.audience;

/**
 * All that is known of one contact: profile, memberships, and what its conditions keep. Mutable, used by one thread;
 * only {@link ContactEngine} changes it.
 */
public final class ContactState {}
