package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A real InfluxDB 1 for tests, on 127.0.0.1 and a free port, with data in a temporary folder. It asks for logins, unless it was
 * started otherwise; the admin has a random password and may do everything. Users survive {@link #restart()}.
 *
 * <p>Its methods are for one thread, except for {@link #query}, {@link #execute} and {@link #users}, which any number of threads
 * may call.
 */
public final class InfluxServer implements AutoCloseable {

    static final String ADMIN = "leasehold_root";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern USER = Pattern.compile("\\[\"((?:[^\"\\\\]|\\\\.)*)\",(?:true|false)]");
    private static final int OK = 200;

    private final ServerControl control;
    private final String adminPassword;
    private final @Nullable TestCertificates certificates;
    private final HttpClient client;

    InfluxServer(
            ServerControl control, String adminPassword, @Nullable TestCertificates certificates, HttpClient client) {
        this.control = control;
        this.adminPassword = adminPassword;
        this.certificates = certificates;
        this.client = client;
    }

    /**
     * What the server answered.
     *
     * @param status the HTTP status
     * @param body the content, in which there may be an error although the status is that of success
     */
    public record Answer(int status, String body) {}

    /**
     * Starts a server that asks for logins.
     *
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static InfluxServer start() {
        return InfluxLauncher.launch(true, false);
    }

    /**
     * Starts a server that lets everybody in, with whatever login.
     *
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static InfluxServer startOpenToAll() {
        return InfluxLauncher.launch(false, false);
    }

    /**
     * Starts a server that speaks TLS only, with a certificate for {@code localhost}, and not for 127.0.0.1, from an authority of
     * its own.
     *
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static InfluxServer startWithTls() {
        return InfluxLauncher.launch(true, true);
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
     * Sends statements as somebody.
     *
     * @param user the user
     * @param password its password
     * @param statements InfluxQL
     * @return what the server answered, whatever that is
     */
    public Answer query(String user, String password, String statements) {
        String pair = user + ":" + password;
        HttpRequest request = HttpRequest.newBuilder(base().resolve("/query"))
                .timeout(PATIENCE)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("q=" + URLEncoder.encode(statements, StandardCharsets.UTF_8)))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException("InfluxDB does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while InfluxDB was asked", e);
        }
    }

    /**
     * Executes statements as admin.
     *
     * @param statements InfluxQL
     * @return the content of the answer
     * @throws IllegalStateException when the server refuses one of them; the message does not repeat them
     */
    public String execute(String statements) {
        Answer answer = query(ADMIN, adminPassword, statements);
        if (answer.status() != OK || answer.body().contains("\"error\":")) {
            throw new IllegalStateException("InfluxDB answered " + answer.status() + ": " + answer.body());
        }
        return answer.body();
    }

    /**
     * All users, the admin included.
     *
     * @return their names
     */
    public Set<String> users() {
        Set<String> names = new LinkedHashSet<>();
        Matcher row = USER.matcher(execute("SHOW USERS"));
        while (row.find()) {
            names.add(row.group(1).replace("\\\"", "\"").replace("\\\\", "\\"));
        }
        return names;
    }

    private URI base() {
        // The certificate names localhost alone.
        return URI.create((certificates == null ? "http://" + host() : "https://localhost") + ":" + port());
    }

    /** Ends the server in good order; the data stays. Does nothing when it is down. */
    public void stop() {
        control.stop();
    }

    /** Starts the server again on the same port and data, after stopping it if it runs. */
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
     * Everything that the server has logged, each statement included.
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
