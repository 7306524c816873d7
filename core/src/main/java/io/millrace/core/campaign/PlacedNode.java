package io.millrace.core.campaign;

import org.jspecify.annotations.Nullable;

/**
 * A node as far as it could be read.
 *
 * @param id null if at fault
 * @param node null if anything in it is at fault
 */
record PlacedNode(String pointer, @Nullable String id, @Nullable Node node) {}
