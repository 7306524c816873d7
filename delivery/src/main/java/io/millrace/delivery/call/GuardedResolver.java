package io.millrace.delivery.call;

import io.millrace.core.webhook.PublicAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Resolves names to the addresses that are then connected to, without those of private networks: a name that is resolved a
 * second time to another address gains nothing, and neither does an address written as a number.
 */
final class GuardedResolver implements SocketAddressResolver {

    private final boolean allowPrivate;
    private final Lookup lookup;
    private final Executor threads;

    /** Names to addresses, as the machine knows them. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    GuardedResolver(boolean allowPrivate, Lookup lookup, Executor threads) {
        this.allowPrivate = allowPrivate;
        this.lookup = lookup;
        this.threads = threads;
    }

    @Override
    public void resolve(String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
        try {
            threads.execute(() -> {
                try {
                    promise.succeeded(allowed(host, port));
                } catch (UnknownHostException | RefusedHostException e) {
                    promise.failed(e);
                }
            });
        } catch (RejectedExecutionException e) {
            promise.failed(e);
        }
    }

    private List<InetSocketAddress> allowed(String host, int port) throws UnknownHostException, RefusedHostException {
        List<InetSocketAddress> allowed = new ArrayList<>();
        for (InetAddress address : lookup.of(host)) {
            if (allowPrivate || PublicAddress.is(address)) {
                allowed.add(new InetSocketAddress(address, port));
            }
        }
        if (allowed.isEmpty()) {
            throw new RefusedHostException(host);
        }
        return allowed;
    }
}
