/** What a machine and an instance lack, and what to do about it. */
@NullMarked
package io.millrace.cli.doctor;

import org.jspecify.annotations.NullMarked;
