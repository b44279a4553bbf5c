package io.leasehold.database.internal.cassandra;

import com.datastax.oss.driver.api.core.auth.ProgrammaticPlainTextAuthProvider;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.session.ProgrammaticArguments;
import com.datastax.oss.driver.internal.core.channel.DriverChannel;
import com.datastax.oss.driver.internal.core.channel.DriverChannelOptions;
import com.datastax.oss.driver.internal.core.context.DefaultDriverContext;
import com.datastax.oss.driver.internal.core.metadata.DefaultEndPoint;
import com.datastax.oss.driver.internal.core.metadata.DefaultNode;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.cassandra.CassandraAddress.Host;
import io.leasehold.database.internal.tls.ClientTls;
import io.leasehold.secret.SecretText;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Logs in to one node on one connection, which is closed at once. A session of the driver would begin with the same, but go on
 * with all nodes of the cluster, and log each refusal as a warning. Immutable.
 */
final class LoginTrial {

    private final DriverConfiguration configuration;
    private final Optional<ClientTls> tls;

    LoginTrial(DriverConfiguration configuration, Optional<ClientTls> tls) {
        this.configuration = configuration;
        this.tls = tls;
    }

    /** Logs in, or fails with what the node says. */
    @SuppressWarnings("FutureReturnValueIgnored") // the threads end by themselves, and nothing waits for that
    void login(Host host, String username, SecretText password, TimeLimit limit) throws CommandException {
        ProgrammaticArguments.Builder arguments = ProgrammaticArguments.builder()
                .withAuthProvider(new ProgrammaticPlainTextAuthProvider(username, password.reveal()));
        tls.ifPresent(own -> arguments.withSslEngineFactory(new NodeTls(own)));
        DefaultDriverContext context =
                new DefaultDriverContext(DriverConfigLoader.fromMap(configuration.options(limit)), arguments.build());
        try {
            CompletableFuture<DriverChannel> connecting = context.getChannelFactory()
                    .connect(
                            new DefaultNode(new DefaultEndPoint(host.resolve()), context),
                            DriverChannelOptions.builder().build())
                    .toCompletableFuture();
            Opening.await(connecting, "log in to " + host, limit).forceClose().syncUninterruptibly();
        } finally {
            // Ends the threads, and with them a connection that is still coming about.
            context.getNettyOptions().onClose();
        }
    }
}
