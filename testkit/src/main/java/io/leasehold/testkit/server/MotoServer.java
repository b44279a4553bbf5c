package io.leasehold.testkit.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * An emulator of AWS for tests, moto's server, on 127.0.0.1 and a free port, with AWS's managed policies. It knows one account,
 * 123456789012, and takes any credentials until {@link #authenticate()} makes it ask for real ones. It is laxer than AWS: it
 * checks neither names nor sizes nor durations, deletes users that have keys, and lets sessions live on.
 *
 * <p>Whoever shares it with other tests keeps apart by names; {@link #reset()}, {@link #authenticate()} and recordings are for
 * who has it alone. Thread-safe, but for starting and stopping, which is for one thread.
 */
public final class MotoServer implements AutoCloseable {

    private final ServerControl control;
    private final MotoAdmin admin;

    MotoServer(ServerControl control) {
        this.control = control;
        this.admin = new MotoAdmin(URI.create("http://" + control.host() + ":" + control.port()));
    }

    /**
     * Starts a server.
     *
     * @return the running server
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and none is required, see
     *     {@link Servers}
     */
    public static MotoServer start() {
        return MotoLauncher.launch();
    }

    /**
     * The command line of AWS, of which moto knows the requests: the {@code aws} beside moto's program, else the first on the path.
     *
     * @return the program
     * @throws org.opentest4j.TestAbortedException when there is none on this machine and moto is not required, see {@link Servers}
     */
    public static Path commandLine() {
        return MotoLauncher.commandLine(System.getenv())
                .orElseThrow(() -> Servers.missing(
                        Servers.MOTO,
                        "aws (pip install awscli) was not found beside moto_server or on the path, and is not looked for in"
                                + " Docker"));
    }

    /**
     * Where all services answer, for {@code endpointOverride}.
     *
     * @return the URL, the same over restarts
     */
    public URI url() {
        return admin.url();
    }

    /** Forgets everything: users, keys and roles, the recording, and that it asked for credentials. */
    public void reset() {
        admin.askForCredentials(false);
        admin.post("recorder/stop-recording", "");
        admin.post("recorder/reset-recording", "");
        admin.post("reset", "");
    }

    /**
     * From now on requests are refused with status 403 unless they are signed with a key that exists, of a user whose policies
     * allow them. Keys of {@code GetFederationToken} and {@code GetSessionToken} are always refused then. Until {@link #reset()}
     * or {@link #stopAuthenticating()}.
     *
     * @return a key of a new user that may do everything
     */
    public MotoKey authenticate() {
        admin.askForCredentials(false);
        MotoKey key = admin.createAdministrator();
        admin.askForCredentials(true);
        return key;
    }

    /** Takes any credentials again; users and keys stay. */
    public void stopAuthenticating() {
        admin.askForCredentials(false);
    }

    /** Records requests from now on, those that are refused included; what was recorded before is forgotten. */
    public void startRecording() {
        admin.post("recorder/reset-recording", "");
        admin.post("recorder/start-recording", "");
    }

    /**
     * Ends the recording.
     *
     * @return the requests since {@link #startRecording()}, in the order in which they came in
     */
    public List<MotoCall> stopRecording() {
        admin.post("recorder/stop-recording", "");
        return recorded();
    }

    /**
     * What was recorded so far, while the recording goes on. For when a recording was started at all.
     *
     * @return the requests since {@link #startRecording()}, in the order in which they came in
     */
    public List<MotoCall> recorded() {
        return MotoRecording.calls(admin.get("recorder/download-recording"));
    }

    /** Ends the server in good order. It forgets everything. Does nothing when it is down. */
    public void stop() {
        control.stop();
    }

    /** Starts the server again on the same port, after stopping it if it runs. */
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
