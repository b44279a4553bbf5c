package io.leasehold.examples.mtls;

import java.io.IOException;
import java.time.Duration;

/**
 * Two services talk over mutual TLS with certificates of two minutes, which are replaced while requests run. In the end one of
 * them is revoked, and refused until it has another one.
 *
 * <p>The argument says for how many seconds requests run: 200 when there is none, which is long enough for two rotations.
 */
public final class MutualTls {

    private static final String TTL = "2m";

    private MutualTls() {}

    /**
     * Runs the example.
     *
     * @param arguments for how many seconds requests run
     * @throws IOException when a request fails that should not
     * @throws InterruptedException when somebody does not want to wait for it
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Duration time = Duration.ofSeconds(arguments.length == 0 ? 200 : Long.parseLong(arguments[0]));
        try (Authority authority = new Authority();
                Payments payments = new Payments(authority.broker(), TTL);
                Orders orders = new Orders(authority.broker(), TTL)) {
            talk(time, payments, orders);
            beRefused(authority, payments, orders);
        }
    }

    private static void talk(Duration time, Payments payments, Orders orders) throws IOException, InterruptedException {
        int requests = 0;
        long end = System.nanoTime() + time.toNanos();
        long seen = 0;
        while (System.nanoTime() < end) {
            orders.pay(payments.address());
            orders.payOnANewConnection(payments.address());
            requests += 2;
            long generation = orders.tls().status().generation();
            if (generation != seen) {
                seen = generation;
                System.out.printf(
                        "orders shows certificate %s, payments %s; %d requests, none refused%n",
                        orders.tls().status().serialNumber(),
                        payments.tls().status().serialNumber(),
                        requests);
            }
            Thread.sleep(100);
        }
    }

    private static void beRefused(Authority authority, Payments payments, Orders orders)
            throws IOException, InterruptedException {
        String serial = orders.tls().status().serialNumber();
        authority.revoke(serial);
        // What was let in before is asked again.
        payments.tls().invalidateSessions();
        try {
            throw new IllegalStateException("not refused: " + orders.payOnANewConnection(payments.address()));
        } catch (IOException refused) {
            // An alert of TLS 1.3 may come when the request was sent already; then it is the answer that is missing.
            System.out.println("orders was refused after its certificate " + serial + " was revoked");
        }

        long revoked = orders.tls().status().generation();
        orders.tls().rotate();
        while (orders.tls().status().generation() == revoked) {
            Thread.sleep(50);
        }
        System.out.println("with a certificate of its own again: " + orders.payOnANewConnection(payments.address()));
    }
}
