package io.leasehold.database.internal.mongoclient;

import com.mongodb.client.MongoCluster;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.lang.ref.SoftReference;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A cluster with options, a database or a collection. An application may keep one for its whole life. Thread-safe. */
final class ViewHandle extends DerivedHandle {

    // Soft, so that one which is not used for long does not keep a client that was closed; it can be made again at any
    // time.
    private volatile SoftReference<Counterpart> last = new SoftReference<>(null);

    ViewHandle(Handle parent, Class<?> type, Call call, Route route) {
        super(parent, type, call, route);
    }

    @Override
    Object on(ClientGeneration generation) throws Throwable {
        Counterpart known = last.get();
        if (known != null && known.isOn(generation)) {
            return known.object();
        }
        Object made = make(generation);
        last = new SoftReference<>(new Counterpart(generation, made));
        return made;
    }

    @Override
    @Nullable
    Object derive(Object proxy, Class<?> type, Call call, Route through) throws Throwable {
        return of(this, type, call, through);
    }

    /** The timeout that the application gave it, which is for the whole of an operation. */
    @Override
    Duration patience() {
        Counterpart known = last.get();
        return ClientSettings.shorter(
                known == null ? null : timeout(known.object()), clients().patience());
    }

    private static @Nullable Long timeout(Object view) {
        if (view instanceof MongoCollection<?> collection) {
            return collection.getTimeout(TimeUnit.MILLISECONDS);
        }
        if (view instanceof MongoDatabase database) {
            return database.getTimeout(TimeUnit.MILLISECONDS);
        }
        return view instanceof MongoCluster cluster ? cluster.getTimeout(TimeUnit.MILLISECONDS) : null;
    }
}
