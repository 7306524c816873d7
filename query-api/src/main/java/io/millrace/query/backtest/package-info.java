/** What a campaign would have done over stored history: started, watched, cancelled and read over HTTP. */
@NullMarked
package io.millrace.query.backtest;

import org.jspecify.annotations.NullMarked;
