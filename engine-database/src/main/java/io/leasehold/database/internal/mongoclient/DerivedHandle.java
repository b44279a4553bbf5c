package io.leasehold.database.internal.mongoclient;

import com.mongodb.client.MongoIterable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was made of another handle by one call. */
abstract class DerivedHandle extends Handle {

    private final Handle parent;
    private final Call call;
    private final Class<?> type;

    DerivedHandle(Handle parent, Class<?> type, Call call, Route route) {
        super(parent.clients(), route);
        this.parent = parent;
        this.type = type;
        this.call = call;
    }

    /**
     * Makes a handle, and its counterpart on the client that it would run on now, so that arguments that the driver does not take
     * are told at once.
     *
     * @param parent what it is made of
     * @param type the interface
     * @param call the call that makes it
     * @param route where its operations go
     * @return an object of the interface
     */
    static Object of(Handle parent, Class<?> type, Call call, Route route) throws Throwable {
        boolean query = MongoIterable.class.isAssignableFrom(type);
        DerivedHandle handle =
                query ? new QueryHandle(parent, type, call, route) : new ViewHandle(parent, type, call, route);
        ClientGeneration generation = route.enter();
        try {
            handle.on(generation);
        } finally {
            generation.leave();
        }
        return Call.proxy(type, handle);
    }

    /** Makes the counterpart on a generation. */
    final Object make(ClientGeneration generation) throws Throwable {
        return Objects.requireNonNull(call.on(parent.on(generation)));
    }

    final Handle parent() {
        return parent;
    }

    @Override
    final String words() {
        return type.getSimpleName() + " of " + rotatingClient();
    }

    @Override
    final Object rotatingClient() {
        return parent.rotatingClient();
    }

    /** An object of the driver on the client of a generation. */
    record Counterpart(ClientGeneration generation, Object object) {

        boolean isOn(@Nullable ClientGeneration asked) {
            return generation == asked;
        }
    }
}
