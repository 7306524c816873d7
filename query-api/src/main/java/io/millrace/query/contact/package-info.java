/** Contacts over HTTP: read from what the audience job projects, changed through the stream. */
@NullMarked
package io.millrace.query.contact;

import org.jspecify.annotations.NullMarked;
