package io.leasehold.store.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * Tells a watcher of every exchange of a store with its database: whatever is executed, and the opening and the end of
 * transactions. It lies in the store's package for its seam, and runs on the class path like all tests.
 */
public final class WatchedStatements {

    private static final Set<String> EXCHANGES = Set.of("commit", "rollback", "setAutoCommit", "close", "abort");

    private WatchedStatements() {}

    /** Is told of exchanges, on the thread that makes them. */
    public interface Watcher {

        /** Something is about to be sent. */
        void before();

        /** What was sent has been answered. */
        void after();
    }

    /**
     * Has a store watched from its opening on.
     *
     * @param builder the store's builder
     * @param watcher who watches
     * @return the builder
     */
    public static JdbcStorage.Builder watch(JdbcStorage.Builder builder, Watcher watcher) {
        return builder.watching(connections -> new Watched(connections, watcher));
    }

    private record Watched(Connections connections, Watcher watcher) implements Connections {

        @Override
        public <T> T use(Access access, Use<T> use) throws SQLException {
            return connections.use(access, connection -> use.with(wrap(Connection.class, connection, watcher)));
        }

        @Override
        public void close() {
            watcher.before();
            connections.close();
            watcher.after();
        }
    }

    private static <T> T wrap(Class<T> type, T wrapped, Watcher watcher) {
        InvocationHandler handler = (proxy, method, arguments) -> call(wrapped, method, arguments, watcher);
        return type.cast(
                Proxy.newProxyInstance(WatchedStatements.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object wrapped, Method method, Object[] arguments, Watcher watcher) throws Throwable {
        boolean exchange = method.getName().startsWith("execute")
                || (wrapped instanceof Connection && EXCHANGES.contains(method.getName()));
        if (exchange) {
            watcher.before();
        }
        Object result;
        try {
            result = method.invoke(wrapped, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (exchange) {
            watcher.after();
        }
        return result instanceof Statement statement ? wrapStatement(statement, watcher) : result;
    }

    private static Statement wrapStatement(Statement statement, Watcher watcher) {
        if (statement instanceof CallableStatement) {
            throw new IllegalStateException("a store that calls procedures is not watched");
        }
        return statement instanceof PreparedStatement prepared
                ? wrap(PreparedStatement.class, prepared, watcher)
                : wrap(Statement.class, statement, watcher);
    }
}
