package io.millrace.ingest;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The addresses whose {@code X-Forwarded-For} is believed: IPs and networks such as {@code 10.0.0.0/8}. */
public record TrustedProxies(List<Network> networks) {

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** Addresses that agree with {@code address} in the first {@code bits} bits. */
    record Network(List<Byte> address, int bits) {

        boolean contains(InetAddress other) {
            byte[] bytes = other.getAddress();
            if (bytes.length != address.size()) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((bytes[bit / 8] & mask) != (address.get(bit / 8) & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    public TrustedProxies {
        networks = List.copyOf(networks);
    }

    public static TrustedProxies parse(String text) {
        List<Network> networks = new ArrayList<>();
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                networks.add(network(part.strip()));
            }
        }
        return new TrustedProxies(networks);
    }

    private static Network network(String text) {
        String[] parts = text.split("/", 2);
        byte[] bytes = address(parts[0]).orElseThrow(() -> invalid(text)).getAddress();
        List<Byte> address = new ArrayList<>();
        for (byte one : bytes) {
            address.add(one);
        }
        int bits = 8 * bytes.length;
        if (parts.length == 2) {
            try {
                int given = Integer.parseInt(parts[1]);
                if (given < 0 || given > bits) {
                    throw invalid(text);
                }
                bits = given;
            } catch (NumberFormatException e) {
                throw invalid(text);
            }
        }
        return new Network(List.copyOf(address), bits);
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("MILLRACE_TRUSTED_PROXIES: found \"" + text
                + "\", expected addresses or networks such as 10.0.0.0/8, with commas between");
    }

    /**
     * The address a request comes from: the nearest that is no trusted proxy.
     *
     * @param remote the connection's other end
     * @param forwardedFor all values of {@code X-Forwarded-For}, joined by commas, the nearest last; may be empty
     */
    String client(String remote, String forwardedFor) {
        String client = remote;
        String[] hops = forwardedFor.split(",");
        for (int i = hops.length - 1; i >= 0 && trusts(client); i--) {
            String hop = hops[i].strip();
            if (address(hop).isEmpty()) {
                return client;
            }
            client = hop;
        }
        return client;
    }

    private boolean trusts(String address) {
        Optional<InetAddress> parsed = address(address);
        return parsed.isPresent() && networks.stream().anyMatch(network -> network.contains(parsed.get()));
    }

    /** Reads a literal address; names are never resolved. */
    private static Optional<InetAddress> address(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
