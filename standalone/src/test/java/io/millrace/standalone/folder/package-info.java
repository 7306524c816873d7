@NullMarked
package io.millrace.standalone.folder;

import org.jspecify.annotations.NullMarked;
