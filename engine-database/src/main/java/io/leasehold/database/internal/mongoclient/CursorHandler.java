package io.leasehold.database.internal.mongoclient;

import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoCursor;
import java.lang.ref.Reference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A cursor of the application: stays on the generation that it was opened on until it is closed, has come to its end, or
 * nobody can reach it any more. For one thread, as the driver's cursor.
 */
final class CursorHandler implements InvocationHandler {

    private final ClientGeneration generation;
    private final MongoCursor<?> cursor;
    private final Stay stay;

    private CursorHandler(ClientGeneration generation, MongoCursor<?> cursor) {
        this.generation = generation;
        this.cursor = cursor;
        this.stay = generation.stay(Stay.Kind.CURSOR, this);
    }

    /**
     * What the application gets of a cursor that was just opened, on a generation that the caller has entered.
     *
     * @return the driver's own when the server has nothing more for it, so that it needs no client
     */
    static Object of(ClientGeneration generation, MongoCursor<?> cursor) {
        if (cursor instanceof MongoChangeStreamCursor<?>) {
            return Call.proxy(MongoChangeStreamCursor.class, new CursorHandler(generation, cursor));
        }
        return cursor.getServerCursor() == null
                ? cursor
                : Call.proxy(MongoCursor.class, new CursorHandler(generation, cursor));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Call call = new Call(method, arguments);
        if (call.isOfObject()) {
            return call.identity(proxy, "MongoCursor on " + generation);
        }
        try {
            return switch (method.getName()) {
                case "close" -> {
                    Ending.close(cursor, generation, stay);
                    yield null;
                }
                case "hasNext" -> {
                    Object more = call.on(cursor);
                    if (Boolean.FALSE.equals(more)) {
                        stay.end();
                    }
                    yield more;
                }
                case "forEachRemaining" -> {
                    Object nothing = call.on(cursor);
                    stay.end();
                    yield nothing;
                }
                default -> call.on(cursor);
            };
        } catch (NoSuchElementException e) {
            stay.end();
            throw e;
        } finally {
            // Until here the application has it, whatever the compiler thinks.
            Reference.reachabilityFence(this);
        }
    }
}
