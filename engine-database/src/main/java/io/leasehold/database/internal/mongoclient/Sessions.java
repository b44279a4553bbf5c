package io.leasehold.database.internal.mongoclient;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** The arguments of a call, with the driver's own session in the place of ours. Immutable. */
final class Sessions {

    private final @Nullable Object @Nullable [] arguments;
    private final @Nullable SessionHandler session;

    private Sessions(@Nullable Object @Nullable [] arguments, @Nullable SessionHandler session) {
        this.arguments = arguments;
        this.session = session;
    }

    /** What the driver is given. */
    @Nullable
    Object @Nullable [] arguments() {
        return arguments;
    }

    /** The session among them, null for none. */
    @Nullable
    SessionHandler session() {
        return session;
    }

    /**
     * Looks for a session.
     *
     * @param clients the rotating client that is called
     * @param given the arguments
     * @return the arguments for the driver
     * @throws IllegalStateException when there is a session of another client, as the driver does
     */
    static Sessions in(RotatingClients clients, @Nullable Object @Nullable [] given) {
        if (given != null) {
            for (int i = 0; i < given.length; i++) {
                if (given[i] instanceof com.mongodb.session.ClientSession session) {
                    SessionHandler ours = handler(clients, session);
                    @Nullable Object[] arguments = given.clone();
                    arguments[i] = ours.session();
                    return new Sessions(arguments, ours);
                }
            }
        }
        return new Sessions(given, null);
    }

    private static SessionHandler handler(RotatingClients clients, Object session) {
        if (Proxy.isProxyClass(session.getClass())
                && Proxy.getInvocationHandler(session) instanceof SessionHandler ours
                && ours.isOf(clients)) {
            return ours;
        }
        throw new IllegalStateException("state should be: ClientSession from same MongoClient;"
                + " start it with startSession() of the rotating client itself");
    }
}
