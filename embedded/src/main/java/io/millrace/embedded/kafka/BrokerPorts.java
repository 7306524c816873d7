package io.millrace.embedded.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The two ports of one start: the broker's own and the controller's, which only the broker itself uses. */
record BrokerPorts(int broker, int controller) {

    static final String HOST = "127.0.0.1";

    /** Picks what is not given; somebody else may take a picked port before it is bound. */
    static BrokerPorts pick(int brokerPort) throws IOException {
        InetAddress loopback = InetAddress.getByName(HOST);
        try (ServerSocket controller = new ServerSocket(0, 1, loopback);
                ServerSocket broker = new ServerSocket()) {
            if (brokerPort == 0) {
                broker.bind(new InetSocketAddress(loopback, 0));
                return new BrokerPorts(broker.getLocalPort(), controller.getLocalPort());
            }
            return new BrokerPorts(brokerPort, controller.getLocalPort());
        }
    }

    String brokerAddress() {
        return HOST + ":" + broker;
    }

    String controllerAddress() {
        return HOST + ":" + controller;
    }
}
