/** What runs through campaigns put out, on its way into topics and tables, and the gate that their sends share. */
@NullMarked
package io.millrace.flink.audience.campaign;

import org.jspecify.annotations.NullMarked;
