package io.leasehold.spring.datasource;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A connection that tells when it was closed; everything else is the driver's. */
final class CountedConnection implements InvocationHandler {

    private final Connection connection;
    private final Runnable whenClosed;
    private final AtomicBoolean told = new AtomicBoolean();

    private CountedConnection(Connection connection, Runnable whenClosed) {
        this.connection = connection;
        this.whenClosed = whenClosed;
    }

    static Connection of(Connection connection, Runnable whenClosed) {
        return (Connection) Proxy.newProxyInstance(
                CountedConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new CountedConnection(connection, whenClosed));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        boolean ends = method.getName().equals("close") || method.getName().equals("abort");
        try {
            return switch (method.getName()) {
                case "equals" -> arguments != null && proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> method.invoke(connection, arguments);
            };
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        } finally {
            if (ends && told.compareAndSet(false, true)) {
                whenClosed.run();
            }
        }
    }
}
