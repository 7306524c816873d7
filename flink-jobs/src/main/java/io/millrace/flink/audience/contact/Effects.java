package io.millrace.flink.audience.contact;

import io.millrace.flink.audience.GateNote;
import io.millrace.flink.audience.Outgoing;
import io.millrace.flink.sink.EncodedRow;

/** Where what the stage decides goes to; all of it belongs to the checkpoint of the state that it was decided with. */
public interface Effects {

    void row(EncodedRow row);

    void send(Outgoing record);

    /** To the gate of the campaign that it names. */
    void tell(GateNote note);
}
