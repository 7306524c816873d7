package io.millrace.ingest;

/** Answers with success to a body that nobody needs. */
record DroppedBody(Reply reply, InFlight.Share share) implements BodyReader.Receiver {

    @Override
    public void received(byte[] body) {
        share.close();
        if (reply.claim()) {
            reply.success();
        }
    }

    @Override
    public void refused(Refusal refusal) {
        share.close();
        if (reply.claim()) {
            reply.refuseAndClose(refusal);
        }
    }

    @Override
    public void failed(Throwable failure) {
        share.close();
        reply.abandon(failure);
    }
}
