package io.millrace.standalone;

import io.millrace.delivery.DeliverySettings;
import io.millrace.standalone.folder.DataFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * The port that links in messages lead to. Where none is set it is a free one at the first start and the same one ever
 * after, so that links of earlier messages still lead somewhere.
 */
final class LinkPort {

    private final DataFolder folder;
    private final Console console;

    LinkPort(DataFolder folder, Console console) {
        this.folder = folder;
        this.console = console;
    }

    /** The settings with the port of the last start, if it can be had. Says what makes links lead nowhere. */
    DeliverySettings settle(DeliverySettings settings) {
        if (settings.smtp().isPresent() && settings.publicUrl().isEmpty()) {
            console.line("Mails leave this machine, but their links lead to it alone: set MILLRACE_PUBLIC_URL to the"
                    + " address by which people reach port MILLRACE_DELIVERY_PORT.");
        }
        int last = folder.linkPort().orElse(0);
        if (settings.port() != 0 || last == 0) {
            return settings;
        }
        if (!isFree(settings.host(), last)) {
            console.line("Port " + last + ", which links in earlier messages lead to, is another program's now: they"
                    + " lead nowhere until it is free at a start. MILLRACE_DELIVERY_PORT sets a port for good.");
            return settings;
        }
        return settings.withPort(last);
    }

    /** A port that somebody has set is not kept: whoever takes the setting back gets the earlier one. */
    void keep(DeliverySettings asked, int port) {
        if (asked.port() == 0) {
            folder.keepLinkPort(port);
        }
    }

    private static boolean isFree(String host, int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
