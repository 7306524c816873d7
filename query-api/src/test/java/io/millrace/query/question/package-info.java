@NullMarked
package io.millrace.query.question;

import org.jspecify.annotations.NullMarked;
