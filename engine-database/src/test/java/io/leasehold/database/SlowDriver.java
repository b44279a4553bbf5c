package io.leasehold.database;

import io.leasehold.spi.time.TimeSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real driver with connects and closes that take as long as a test says, and a count of physical connections from the
 * start of the connect to the end of the close. Thread-safe.
 */
final class SlowDriver implements ConnectionOpener {

    private final String url;
    private final AtomicInteger physical = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();
    private final AtomicInteger connects = new AtomicInteger();
    private final AtomicInteger connecting = new AtomicInteger();
    private volatile Duration openDelay = Duration.ZERO;
    private volatile Duration closeDelay = Duration.ZERO;

    SlowDriver(String url) {
        this.url = url;
    }

    void openDelay(Duration delay) {
        openDelay = delay;
    }

    void closeDelay(Duration delay) {
        closeDelay = delay;
    }

    /** The most physical connections at one time since the last reset. */
    int peak() {
        return peak.get();
    }

    void resetPeak() {
        peak.set(physical.get());
    }

    int physical() {
        return physical.get();
    }

    int connects() {
        return connects.get();
    }

    /** Connects that have started and have not returned. */
    int connecting() {
        return connecting.get();
    }

    @Override
    public Connection open(String username, String password) throws SQLException {
        connects.incrementAndGet();
        connecting.incrementAndGet();
        peak.accumulateAndGet(physical.incrementAndGet(), Math::max);
        boolean opened = false;
        try {
            Properties login = new Properties();
            login.setProperty("user", username);
            login.setProperty("password", password);
            Connection real = DriverManager.getConnection(url, login);
            takeTime(openDelay);
            opened = true;
            return slow(real);
        } finally {
            connecting.decrementAndGet();
            if (!opened) {
                physical.decrementAndGet();
            }
        }
    }

    private Connection slow(Connection real) {
        AtomicBoolean ended = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    boolean ends =
                            method.getName().equals("close") || method.getName().equals("abort");
                    try {
                        if (method.getName().equals("close")) {
                            takeTime(closeDelay);
                        }
                        return call(method, real, arguments);
                    } finally {
                        if (ends && ended.compareAndSet(false, true)) {
                            physical.decrementAndGet();
                        }
                    }
                });
    }

    private static Object call(Method method, Connection real, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void takeTime(Duration delay) {
        boolean interrupted = false;
        long end = System.nanoTime() + delay.toNanos();
        for (long left = delay.toNanos(); left > 0; left = end - System.nanoTime()) {
            try {
                TimeSource.system().sleep(Duration.ofNanos(left));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
