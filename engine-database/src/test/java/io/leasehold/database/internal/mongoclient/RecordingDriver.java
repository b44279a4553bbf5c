package io.leasehold.database.internal.mongoclient;

import com.mongodb.ServerAddress;
import com.mongodb.ServerCursor;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoIterable;
import io.leasehold.database.internal.drain.Login;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Clients that do nothing and note who was called: each object knows the user of its client. Iterables answer to their setters with
 * themselves, as the driver's do.
 */
final class RecordingDriver implements ClientSource {

    /** What makes another iterable of one. */
    private static final Set<String> DERIVING = Set.of("map", "withDocumentClass");

    record Called(String user, Method method, List<Object> arguments) {}

    private final List<Called> calls = Collections.synchronizedList(new ArrayList<>());

    @Override
    public MongoClient open(Login login) {
        return (MongoClient) object(MongoClient.class, login.username());
    }

    @Override
    public void ping(MongoClient client) {}

    @Override
    public Duration patience() {
        return Duration.ZERO;
    }

    /** The calls since the last time. */
    List<Called> take() {
        synchronized (calls) {
            List<Called> taken = List.copyOf(calls);
            calls.clear();
            return taken;
        }
    }

    /** Whose client an object is of. */
    static String user(Object object) {
        return ((Recorder) Proxy.getInvocationHandler(object)).user;
    }

    private Object object(Class<?> type, String user) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new Recorder(type, user));
    }

    private final class Recorder implements InvocationHandler {

        private final Class<?> type;
        private final String user;

        Recorder(Class<?> type, String user) {
            this.type = type;
            this.user = user;
        }

        @Override
        public Object invoke(Object self, Method method, Object[] arguments) {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> type.getSimpleName() + " of " + user;
                };
            }
            calls.add(new Called(user, method, arguments == null ? List.of() : Arrays.asList(arguments)));
            Class<?> returned = method.getReturnType();
            if (MongoIterable.class.isAssignableFrom(type)
                    && MongoIterable.class.isAssignableFrom(returned)
                    && !DERIVING.contains(method.getName())) {
                return self;
            }
            if (returned.getName().startsWith("com.mongodb.client.") && returned.isInterface()) {
                boolean lives = returned.getPackageName().equals("com.mongodb.client");
                return lives || ClientSession.class.isAssignableFrom(returned) ? object(returned, user) : null;
            }
            if (returned == Iterator.class) {
                return object(MongoCursor.class, user);
            }
            if (method.getName().equals("getServerCursor")) {
                return new ServerCursor(1, new ServerAddress());
            }
            return Dummies.of(returned);
        }
    }
}
