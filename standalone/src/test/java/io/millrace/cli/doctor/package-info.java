@NullMarked
package io.millrace.cli.doctor;

import org.jspecify.annotations.NullMarked;
