package io.millrace.core.webhook;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Tells addresses of the internet from those of this machine and the networks around it. */
public final class PublicAddress {

    private PublicAddress() {}

    public static boolean is(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? is4(bytes) : address instanceof Inet6Address && is6(bytes);
    }

    private static boolean is4(byte[] bytes) {
        int a = bytes[0] & 0xff;
        int b = bytes[1] & 0xff;
        int c = bytes[2] & 0xff;
        boolean special = a == 0
                || a == 10
                || a == 127
                || a >= 224
                || (a == 100 && b >= 64 && b < 128)
                || (a == 169 && b == 254)
                || (a == 172 && b >= 16 && b < 32)
                || (a == 192 && b == 168)
                || (a == 192 && b == 0 && (c == 0 || c == 2))
                || (a == 192 && b == 88 && c == 99)
                || (a == 198 && (b == 18 || b == 19))
                || (a == 198 && b == 51 && c == 100)
                || (a == 203 && b == 0 && c == 113);
        return !special;
    }

    private static boolean is6(byte[] bytes) {
        if ((bytes[0] & 0xfe) == 0xfc) {
            return false;
        }
        if (starts(bytes, 0x20, 0x01, 0x0d, 0xb8) || starts(bytes, 0x01, 0x00)) {
            return false;
        }
        // An IPv4 address in another coat: compatible or mapped, 6to4, NAT64, Teredo.
        if (starts(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)) {
            return is4In(bytes, 12);
        }
        if (starts(bytes, 0x20, 0x02)) {
            return is4In(bytes, 2);
        }
        if (starts(bytes, 0x00, 0x64, 0xff, 0x9b)) {
            return is4In(bytes, 12);
        }
        return !starts(bytes, 0x20, 0x01, 0x00, 0x00);
    }

    private static boolean is4In(byte[] bytes, int from) {
        try {
            return is(InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static boolean starts(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
