package io.leasehold.benchmarks;

import io.leasehold.database.ConnectionOpener;
import io.leasehold.spi.time.TimeSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts physical connections from the driver's connect to the end of its close, and slows both. Thread-safe. */
final class CountingOpener implements ConnectionOpener {

    private final String url;
    private final Duration open;
    private final Duration close;
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    CountingOpener(String url, Duration open, Duration close) {
        this.url = url;
        this.open = open;
        this.close = close;
    }

    /** The most connections at once, the single check of each new login included. */
    int most() {
        return most.get();
    }

    @Override
    public Connection open(String username, String password) throws SQLException {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        Properties login = new Properties();
        login.setProperty("user", username);
        login.setProperty("password", password);
        Connection real;
        try {
            real = DriverManager.getConnection(url, login);
        } catch (SQLException e) {
            now.decrementAndGet();
            throw e;
        }
        pass(open);
        return counted(real);
    }

    private Connection counted(Connection real) {
        AtomicBoolean ended = new AtomicBoolean();
        InvocationHandler handler = (proxy, method, arguments) -> {
            boolean ends = method.getName().equals("close") || method.getName().equals("abort");
            try {
                if (ends && !ended.get()) {
                    pass(close);
                }
                return method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            } finally {
                if (ends && ended.compareAndSet(false, true)) {
                    now.decrementAndGet();
                }
            }
        };
        return (Connection)
                Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
    }

    private static void pass(Duration time) {
        try {
            TimeSource.system().sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
