package io.millrace.query.purge;

import java.math.BigInteger;

/** A contact whose rows are to be removed. */
record Purge(String workspace, BigInteger contact) {}
