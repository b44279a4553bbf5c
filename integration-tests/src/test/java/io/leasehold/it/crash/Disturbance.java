package io.leasehold.it.crash;

import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.FaultyProxy.Direction;
import io.leasehold.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Something that goes wrong with a server for a while. */
record Disturbance(String name, Runnable begin, Runnable end) {

    private static final int MOST_BYTES = 20_000;
    private static final int LONGEST_DELAY_MILLIS = 60;

    static final Disturbance NONE = new Disturbance("nothing else", () -> {}, () -> {});

    /**
     * What can happen to a server and to the network before it.
     *
     * @param what what the server is
     * @param server the server
     * @param proxy through which the children reach it
     * @param random for sizes
     */
    static List<Disturbance> of(String what, PostgresServer server, FaultyProxy proxy, Random random) {
        StuckCommits commits = new StuckCommits(server);
        return List.of(
                new Disturbance(what + " unreachable", proxy::refuse, proxy::pass),
                new Disturbance(what + " stalled", proxy::stall, proxy::pass),
                new Disturbance(
                        what + " slow",
                        () -> proxy.delay(Duration.ofMillis(1 + random.nextInt(LONGEST_DELAY_MILLIS))),
                        proxy::pass),
                new Disturbance(
                        what + " cut off in mid-statement",
                        () -> proxy.cutAfter(Direction.TO_SERVER, random.nextInt(MOST_BYTES)),
                        proxy::pass),
                new Disturbance(
                        what + " cut off in mid-answer",
                        () -> proxy.cutAfter(Direction.TO_CLIENT, random.nextInt(MOST_BYTES)),
                        proxy::pass),
                new Disturbance(what + " frozen", server::suspend, server::resume),
                new Disturbance(what + " restarted", server::stop, server::restart),
                new Disturbance(what + " killed", server::kill, server::restart),
                new Disturbance(what + " stalled in mid-commit", commits::hold, commits::release),
                new Disturbance(
                        what + " killed in mid-commit",
                        () -> {
                            commits.hold();
                            server.kill();
                        },
                        () -> {
                            server.restart();
                            commits.release();
                        }));
    }
}
