/** Benchmarks: how fast, how large, on this machine. Each starts an instance of its own on a temporary folder. */
@NullMarked
package io.millrace.bench;

import org.jspecify.annotations.NullMarked;
