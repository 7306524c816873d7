/** What people define: workspaces and API keys. */
@NullMarked
package io.millrace.core.definition;

import org.jspecify.annotations.NullMarked;
