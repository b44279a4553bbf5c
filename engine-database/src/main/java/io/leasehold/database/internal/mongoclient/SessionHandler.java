package io.leasehold.database.internal.mongoclient;

import com.mongodb.client.ClientSession;
import java.lang.ref.Reference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A session of the application: stays on the generation that it began on, and takes its operations there. Thread-safe as far as
 * the driver's session is.
 */
final class SessionHandler implements InvocationHandler, Route {

    private final RotatingClients clients;
    private final ClientGeneration generation;
    private final ClientSession session;
    private final Object rotatingClient;
    private final Stay stay;

    /**
     * For a session that was just started, on a generation that the caller has entered.
     *
     * @param clients the rotating client
     * @param generation the generation
     * @param session the driver's session
     * @param rotatingClient what the application knows as its client
     */
    SessionHandler(RotatingClients clients, ClientGeneration generation, ClientSession session, Object rotatingClient) {
        this.clients = clients;
        this.generation = generation;
        this.session = session;
        this.rotatingClient = rotatingClient;
        this.stay = generation.stay(Stay.Kind.SESSION, this);
    }

    ClientSession session() {
        return session;
    }

    boolean isOf(RotatingClients asked) {
        return clients == asked;
    }

    @Override
    public ClientGeneration enter() {
        if (!generation.enter()) {
            throw new IllegalStateException(
                    "state should be: open; the session was closed, or its credential has ended");
        }
        return generation;
    }

    @Override
    public boolean isFixed() {
        return true;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Call call = new Call(method, arguments);
        if (call.isOfObject()) {
            return call.identity(proxy, "ClientSession on " + generation + " of " + rotatingClient);
        }
        try {
            return switch (method.getName()) {
                case "close" -> {
                    Ending.close(session, generation, stay);
                    yield null;
                }
                case "getOriginator" -> rotatingClient;
                default -> call.on(session);
            };
        } finally {
            // Until here the application has it, whatever the compiler thinks.
            Reference.reachabilityFence(this);
        }
    }
}
