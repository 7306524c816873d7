/** What tests of other packages need of explanations. */
@NullMarked
package io.millrace.query.explain;

import org.jspecify.annotations.NullMarked;
