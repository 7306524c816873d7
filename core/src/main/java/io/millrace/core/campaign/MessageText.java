package io.millrace.core.campaign;

import org.jspecify.annotations.Nullable;

/** Where a message's words are: in a template, in itself, or in both. */
record MessageText(@Nullable String template, @Nullable String subject, @Nullable String content) {}
