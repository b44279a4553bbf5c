package io.leasehold.database.harness;

import io.leasehold.testkit.server.Servers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A server in a container, where Docker is; a test that asks for it elsewhere is skipped. */
public final class DockerServer implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final GenericContainer<?> container;
    private final int innerPort;

    private DockerServer(GenericContainer<?> container, int innerPort) {
        this.container = container;
        this.innerPort = innerPort;
    }

    /** Whether a login works on a port. */
    public interface Probe {
        boolean logsIn(int port);
    }

    /** Starts a server and waits until a login works. */
    public static DockerServer start(
            String product, String image, int innerPort, Map<String, String> environment, Probe probe) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw Servers.missing(product, "no Docker engine answers");
        }
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))
                .withEnv(environment)
                .withExposedPorts(innerPort);
        DockerServer server = new DockerServer(container, innerPort);
        try {
            container.start();
            Awaitility.await("the container's server answers")
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> probe.logsIn(server.port()));
            return server;
        } catch (RuntimeException | Error e) {
            container.stop();
            throw e;
        }
    }

    public int port() {
        return container.getMappedPort(innerPort);
    }

    @Override
    public void close() {
        container.stop();
    }

    /** A password with every kind of character that policies of servers ask for. */
    public static String password() {
        return "Aa1-" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    }
}
