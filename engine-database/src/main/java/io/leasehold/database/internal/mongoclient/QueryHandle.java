package io.leasehold.database.internal.mongoclient;

import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoIterable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A query that an application sets up, and executes once or often: each time on the client that is current then. The driver's
 * iterables are changed by their setters, so the calls of these are kept, to be made again on another client.
 */
final class QueryHandle extends DerivedHandle {

    private final List<Call> settings = new CopyOnWriteArrayList<>();
    // Not soft, as a setter changes it: what was derived from it has to see the change.
    private volatile @Nullable Counterpart last;

    QueryHandle(Handle parent, Class<?> type, Call call, Route route) {
        super(parent, type, call, route);
    }

    @Override
    Object on(ClientGeneration generation) throws Throwable {
        Counterpart known = last;
        if (known != null && known.isOn(generation)) {
            return known.object();
        }
        Object made = make(generation);
        for (Call setting : settings) {
            setting.on(made);
        }
        last = new Counterpart(generation, made);
        return made;
    }

    /** A setter answers with the iterable itself; anything else is another query. */
    @Override
    @Nullable
    Object derive(Object proxy, Class<?> type, Call call, Route through) throws Throwable {
        Object target = Objects.requireNonNull(last).object();
        if (call.on(target) == target) {
            settings.add(call);
            return proxy;
        }
        return of(this, type, call, through);
    }

    /**
     * What hands one element after the other to the application goes by a cursor: only its opening may be repeated, and never
     * what the application has seen.
     */
    @Override
    @Nullable
    Object value(Object proxy, Call call, Route through) throws Throwable {
        Object argument = call.argument();
        if (call.method().getName().equals("forEach") && argument instanceof Consumer<?> action) {
            forEach(proxy, each -> accept(action, each));
            return null;
        }
        if (call.method().getName().equals("into") && argument instanceof Collection<?> target) {
            forEach(proxy, each -> add(target, each));
            return target;
        }
        return super.value(proxy, call, through);
    }

    private static void forEach(Object proxy, Consumer<@Nullable Object> action) {
        try (MongoCursor<?> cursor = ((MongoIterable<?>) proxy).cursor()) {
            while (cursor.hasNext()) {
                action.accept(cursor.next());
            }
        }
    }

    @SuppressWarnings("unchecked") // The application's own types, as the interface declares them.
    private static void accept(Consumer<?> action, @Nullable Object each) {
        ((Consumer<@Nullable Object>) action).accept(each);
    }

    @SuppressWarnings("unchecked") // The application's own types, as the interface declares them.
    private static void add(Collection<?> target, @Nullable Object each) {
        ((Collection<@Nullable Object>) target).add(each);
    }

    @Override
    Duration patience() {
        return parent().patience();
    }
}
