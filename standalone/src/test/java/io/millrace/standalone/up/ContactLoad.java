package io.millrace.standalone.up;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Changes one contact after another through the API, each as soon as the one before is answered. */
final class ContactLoad implements AutoCloseable {

    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Client client;
    private final Thread thread = new Thread(this::run, "contact-load");

    private ContactLoad(Client client) {
        this.client = client;
    }

    static ContactLoad start(Client client) {
        ContactLoad load = new ContactLoad(client);
        load.thread.start();
        return load;
    }

    int answered() {
        return answered.get();
    }

    void finish() throws InterruptedException {
        stopping.set(true);
        thread.join(30_000);
    }

    private void run() {
        try {
            for (int i = 0; !stopping.get(); i++) {
                change(i);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void change(int number) throws InterruptedException {
        try {
            client.ask(
                    "/v1/contacts", "{\"external_id\":\"written-" + number + "\",\"traits\":{\"n\":" + number + "}}");
            answered.incrementAndGet();
        } catch (IOException e) {
            Thread.sleep(100);
        }
    }

    @Override
    public void close() {
        stopping.set(true);
        thread.interrupt();
    }
}
