package io.leasehold.testkit.server;

/** A server as a thing that can be started and hurt. Not thread-safe. */
interface ServerControl extends AutoCloseable {

    /** The address clients connect to. */
    String host();

    /** The port clients connect to; stays the same over restarts. */
    int port();

    /** Starts it, or starts it again on the same port and data; returns when it answers. */
    void start();

    /** Ends it in good order; the data stays. Does nothing when it is down. */
    void stop();

    /** Ends it at once with all its children, as a power failure would. */
    void kill();

    /** Stops the clock for it and all its children: it keeps its connections and answers nothing. */
    void suspend();

    /** Lets it go on. */
    void resume();

    /** Whether it runs, suspended or not. */
    boolean isRunning();

    /** All that it has logged since it was first started. */
    String logText();

    /** Ends it and deletes its data. */
    @Override
    void close();
}
