/** What all streams of server-sent events share: one reader for all clients, a limit of clients, the text of events. */
@NullMarked
package io.millrace.query.stream;

import org.jspecify.annotations.NullMarked;
