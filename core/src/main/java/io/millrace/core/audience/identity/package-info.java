/** Who is who, decided in order of arrival: links of anonymous ids, and contacts that joined others. */
@NullMarked
package io.millrace.core.audience.identity;

import org.jspecify.annotations.NullMarked;
