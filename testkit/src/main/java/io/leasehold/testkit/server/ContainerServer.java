package io.leasehold.testkit.server;

import com.github.dockerjava.api.DockerClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.awaitility.Awaitility;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A server in a container, for machines where its programs are not installed but Docker is. Needs Testcontainers. */
final class ContainerServer implements ServerControl {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final int STOP_SECONDS = 30;

    private final GenericContainer<?> container;
    private final IntPredicate answers;
    private final int port = FreePorts.next();
    private boolean created;

    /**
     * Prepares a container.
     *
     * @param image the image with its tag
     * @param innerPort the port that the server listens on inside
     * @param environment variables for the image
     * @param arguments arguments for the server
     * @param answers whether a login on a port of this machine works
     */
    ContainerServer(
            String image,
            int innerPort,
            Map<String, String> environment,
            List<String> arguments,
            IntPredicate answers) {
        this.answers = answers;
        this.container = new GenericContainer<>(DockerImageName.parse(image))
                .withEnv(environment)
                .withCommand(arguments.toArray(String[]::new))
                .withExposedPorts(innerPort);
        // A port of our own choice, because Docker's would change with every restart.
        container.setPortBindings(List.of("127.0.0.1:" + port + ":" + innerPort));
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() {
        if (created) {
            docker().startContainerCmd(container.getContainerId()).exec();
        } else {
            container.start();
            created = true;
        }
        Awaitility.await("the container's server answers")
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> answers.test(port));
    }

    @Override
    public void stop() {
        if (isRunning()) {
            docker().stopContainerCmd(container.getContainerId())
                    .withTimeout(STOP_SECONDS)
                    .exec();
        }
    }

    @Override
    public void kill() {
        docker().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void suspend() {
        docker().pauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void resume() {
        docker().unpauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public boolean isRunning() {
        return created && container.isRunning();
    }

    @Override
    public String logText() {
        return container.getLogs();
    }

    @Override
    public void close() {
        container.stop();
    }

    private DockerClient docker() {
        return container.getDockerClient();
    }
}
