package io.millrace.embedded.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The two ports of one start: the broker's own and the controller's, which only the broker itself uses. */
record BrokerPorts(int broker, int controller) {

    static final String HOST = "127.0.0.1";

    /**
     * Picks what is not given, checks what is. Somebody else may take a port before it is bound in earnest.
     *
     * @throws java.net.BindException if the given port is taken
     */
    static BrokerPorts pick(int brokerPort) throws IOException {
        InetAddress loopback = InetAddress.getByName(HOST);
        try (ServerSocket broker = new ServerSocket(brokerPort, 1, loopback);
                ServerSocket controller = new ServerSocket(0, 1, loopback)) {
            return new BrokerPorts(broker.getLocalPort(), controller.getLocalPort());
        }
    }

    String brokerAddress() {
        return HOST + ":" + broker;
    }

    String controllerAddress() {
        return HOST + ":" + controller;
    }
}
