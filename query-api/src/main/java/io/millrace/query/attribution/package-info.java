/** Attribution: which touchpoints earn the credit for conversions. */
@NullMarked
package io.millrace.query.attribution;

import org.jspecify.annotations.NullMarked;
