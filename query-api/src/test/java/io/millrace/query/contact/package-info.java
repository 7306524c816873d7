@NullMarked
package io.millrace.query.contact;

import org.jspecify.annotations.NullMarked;
