package io.leasehold.database.internal.mongoclient;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCursor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an application has in its hands of the driver's interfaces: it knows how it was made, and so finds its counterpart on any
 * client. Operations look for the client when they run. Thread-safe, except that a query is set up by one thread, as the
 * driver's.
 *
 * <p>Proxies, since the interfaces are large and grow with the driver: an application's driver may be younger than the one that
 * this library was compiled with, and no method of it may slip past a rotation.
 */
abstract class Handle implements InvocationHandler {

    private final RotatingClients clients;
    private final Route route;

    Handle(RotatingClients clients, Route route) {
        this.clients = clients;
        this.route = route;
    }

    /** The driver's object on a generation that was entered. */
    abstract Object on(ClientGeneration generation) throws Throwable;

    /** The name of the interface and where it belongs, without secrets. */
    abstract String words();

    /** What the application knows as its client. */
    abstract Object rotatingClient();

    /** A method that makes something of which operations start; asks the server for nothing. */
    abstract @Nullable Object derive(Object proxy, Class<?> type, Call call, Route through) throws Throwable;

    /** How long an operation waits for a credential that works. */
    abstract Duration patience();

    final RotatingClients clients() {
        return clients;
    }

    final Route route() {
        return route;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Sessions given = Sessions.in(clients, arguments);
        Call call = new Call(method, given.arguments());
        if (call.isOfObject()) {
            return call.identity(proxy, words());
        }
        Route through = given.session() == null ? route : given.session();
        return switch (Returns.of(method)) {
            case VIEW, QUERY -> derive(proxy, method.getReturnType(), call, through);
            case CURSOR ->
                run(through, generation -> CursorHandler.of(generation, (MongoCursor<?>) made(call, generation)));
            case SESSION ->
                run(through, generation -> session(method, (ClientSession) made(call, generation), generation));
            case SPLITERATOR -> InvocationHandler.invokeDefault(proxy, method, arguments);
            case VALUE -> value(proxy, call, through);
            case UNKNOWN ->
                throw new UnsupportedOperationException(method + " returns something that this version of the"
                        + " library cannot keep over a rotation");
        };
    }

    /** A method that does all its work before it returns. */
    @Nullable
    Object value(Object proxy, Call call, Route through) throws Throwable {
        return run(through, generation -> call.on(on(generation)));
    }

    final @Nullable Object run(Route through, Operations.Operation operation) throws Throwable {
        return clients.run(through, operation, this::patience);
    }

    private Object made(Call call, ClientGeneration generation) throws Throwable {
        return Objects.requireNonNull(call.on(on(generation)));
    }

    private Object session(Method method, ClientSession session, ClientGeneration generation) {
        return Call.proxy(method.getReturnType(), new SessionHandler(clients, generation, session, rotatingClient()));
    }
}
