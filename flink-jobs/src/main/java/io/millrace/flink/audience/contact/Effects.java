package io.millrace.flink.audience.contact;

import io.millrace.flink.audience.Outgoing;
import io.millrace.flink.sink.EncodedRow;

/** Where what the stage decides goes to. */
public interface Effects {

    void row(EncodedRow row);

    void send(Outgoing record);
}
