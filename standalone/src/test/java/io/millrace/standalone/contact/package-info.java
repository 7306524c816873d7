@NullMarked
package io.millrace.standalone.contact;

import org.jspecify.annotations.NullMarked;
