package io.leasehold.database.oracle;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** One session, and the JDBC objects that lead to it: the few methods that pools and plugins call, and nothing else. */
final class StandInSession {

    private final StandInOracle server;
    private final String user;
    private final int serial;
    private volatile boolean killed;

    StandInSession(StandInOracle server, String user, int serial) {
        this.server = server;
        this.user = user;
        this.serial = serial;
    }

    String user() {
        return user;
    }

    int serial() {
        return serial;
    }

    void kill() {
        killed = true;
        synchronized (server) {
            server.sessions.remove(this);
        }
    }

    private void requireAlive() throws SQLException {
        if (killed) {
            throw new SQLException("ORA-03113: end-of-file on communication channel", "08006", 3113);
        }
    }

    Connection connection() {
        return proxy(Connection.class, (self, method, arguments) -> switch (method.getName()) {
            case "createStatement" -> statement(null);
            case "prepareStatement" -> statement(String.valueOf(arguments[0]));
            case "commit", "rollback" -> {
                requireAlive();
                yield null;
            }
            case "isValid" -> !killed;
            case "isClosed" -> killed;
            case "close" -> {
                kill();
                yield null;
            }
            default -> other(self, method, arguments);
        });
    }

    private PreparedStatement statement(String prepared) {
        List<Object> parameters = new ArrayList<>();
        List<StandInRows> answer = new ArrayList<>();
        return proxy(PreparedStatement.class, (self, method, arguments) -> switch (method.getName()) {
            case "setObject" -> {
                parameters.add(arguments[1]);
                yield null;
            }
            case "execute" -> {
                requireAlive();
                answer.clear();
                answer.add(
                        server.execute(this, prepared == null ? String.valueOf(arguments[0]) : prepared, parameters));
                requireAlive();
                yield true;
            }
            case "getResultSet" -> rows(answer.get(0));
            default -> other(self, method, arguments);
        });
    }

    private static ResultSet rows(StandInRows rows) {
        Iterator<List<Object>> left = rows.values().iterator();
        List<Object> current = new ArrayList<>();
        return proxy(ResultSet.class, (self, method, arguments) -> switch (method.getName()) {
            case "next" -> {
                current.clear();
                boolean more = left.hasNext();
                if (more) {
                    current.addAll(left.next());
                }
                yield more;
            }
            case "getString" ->
                current.get((Integer) arguments[0] - 1) == null
                        ? null
                        : String.valueOf(current.get((Integer) arguments[0] - 1));
            case "getLong" -> ((Number) current.get((Integer) arguments[0] - 1)).longValue();
            case "getInt" -> ((Number) current.get((Integer) arguments[0] - 1)).intValue();
            default -> other(self, method, arguments);
        });
    }

    private static Object other(Object self, java.lang.reflect.Method method, Object[] arguments) {
        if (method.getName().equals("hashCode")) {
            return System.identityHashCode(self);
        }
        if (method.getName().equals("equals")) {
            return self == arguments[0];
        }
        Class<?> type = method.getReturnType();
        if (type == boolean.class) {
            return false;
        }
        return type == int.class ? (Object) 0 : null;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
