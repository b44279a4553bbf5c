package io.leasehold.testkit.server;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * A real Redis, or Valkey, for tests, in a temporary folder, on 127.0.0.1 and a free port. The default user has a random password and may
 * do everything. Data is never written to disk; users are, if a test has the server do that ({@code CONFIG REWRITE}, or
 * {@code ACL SAVE} with {@link #startWithAclFile()}), and survive {@link #restart()} then.
 *
 * <p>Needs Jedis on the class path. Its methods are for one thread, except for {@link #connect} and {@link #execute}, which any
 * number of threads may call.
 */
public final class RedisServer implements AutoCloseable {

    private static final String ADMIN = "default";
    private static final int PATIENCE_MILLIS = 10_000;

    private final ServerControl control;
    private final String adminPassword;
    private final @Nullable TestCertificates certificates;

    RedisServer(ServerControl control, String adminPassword, @Nullable TestCertificates certificates) {
        this.control = control;
        this.adminPassword = adminPassword;
        this.certificates = certificates;
    }

    /**
     * Starts a server with a configuration file and without a file of users.
     *
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static RedisServer start() {
        return RedisLauncher.launch(RedisProgram.REDIS, false, false);
    }

    /**
     * Starts a Valkey, with a configuration file and without a file of users.
     *
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static RedisServer startValkey() {
        return RedisLauncher.launch(RedisProgram.VALKEY, false, false);
    }

    /**
     * Starts a server that has a file for its users.
     *
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static RedisServer startWithAclFile() {
        return RedisLauncher.launch(RedisProgram.REDIS, false, true);
    }

    /**
     * Starts a server that speaks TLS only, with a certificate for {@code localhost} and {@code 127.0.0.1} from an authority
     * of its own; on Linux also at 127.0.0.2, which the certificate does not name. {@link #connect} and what uses it do not work with it.
     *
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static RedisServer startWithTls() {
        return RedisLauncher.launch(RedisProgram.REDIS, true, false);
    }

    /**
     * The certificate of the authority that signed the server's.
     *
     * @return a PEM file
     * @throws IllegalStateException when the server was started without TLS
     */
    public Path caCertificate() {
        if (certificates == null) {
            throw new IllegalStateException("the server was started without TLS");
        }
        return certificates.authority();
    }

    /**
     * The address.
     *
     * @return an IP address
     */
    public String host() {
        return control.host();
    }

    /**
     * The port, the same over restarts.
     *
     * @return the TCP port
     */
    public int port() {
        return control.port();
    }

    /**
     * The admin, who may do everything.
     *
     * @return its name
     */
    public String adminUser() {
        return ADMIN;
    }

    /**
     * The admin's password.
     *
     * @return random text of letters, digits, hyphens and underscores
     */
    public String adminPassword() {
        return adminPassword;
    }

    /**
     * Logs in.
     *
     * @param user the user
     * @param password its password
     * @return a connection for the caller to close
     * @throws JedisException when the server refuses the login ({@code JedisAccessControlException}) or is down
     */
    public Connection connect(String user, String password) {
        return new Connection(
                new HostAndPort(host(), port()),
                DefaultJedisClientConfig.builder()
                        .credentials(new DefaultRedisCredentials(user, password))
                        .timeoutMillis(PATIENCE_MILLIS)
                        .build());
    }

    /**
     * Runs a command as admin.
     *
     * @param command the command, such as {@code ACL}
     * @param arguments its arguments
     * @return the answer as Jedis has it: bytes, numbers, lists, or null
     * @throws JedisException when the server refuses the command or is down
     */
    public @Nullable Object execute(Protocol.Command command, String... arguments) {
        try (Connection admin = connect(ADMIN, adminPassword)) {
            CommandArguments complete = new CommandArguments(command);
            for (String argument : arguments) {
                complete.add(argument);
            }
            return admin.executeCommand(complete);
        }
    }

    /**
     * All users, the admin included.
     *
     * @return their names
     */
    public Set<String> users() {
        Set<String> names = new LinkedHashSet<>();
        if (execute(Protocol.Command.ACL, "USERS") instanceof List<?> answer) {
            answer.forEach(name -> names.add(SafeEncoder.encode((byte[]) name)));
        }
        return names;
    }

    /** Ends the server in good order. Does nothing when it is down. */
    public void stop() {
        control.stop();
    }

    /** Starts the server again on the same port, after stopping it if it runs. Users that were not written are gone. */
    public void restart() {
        control.stop();
        control.start();
    }

    /** Freezes the server (SIGSTOP): connections stay open and nothing answers. */
    public void suspend() {
        control.suspend();
    }

    /** Lets the server go on (SIGCONT). */
    public void resume() {
        control.resume();
    }

    /**
     * Whether the server runs, suspended or not.
     *
     * @return true between a start and a stop
     */
    public boolean isRunning() {
        return control.isRunning();
    }

    /**
     * Everything that the server has logged.
     *
     * @return the log since the first start
     */
    public String logText() {
        return control.logText();
    }

    /** Ends the server and deletes its folder. May be called repeatedly. */
    @Override
    public void close() {
        control.close();
    }
}
