package io.leasehold.database.internal.mongoclient;

import com.mongodb.MongoDriverInformation;
import io.leasehold.database.RotatingMongoClient;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The application's client itself. Thread-safe. */
public final class ClientHandle extends Handle {

    private final Runnable afterClose;
    private final String words;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Object proxy;

    private ClientHandle(RotatingClients clients, Runnable afterClose) {
        super(clients, clients);
        this.afterClose = afterClose;
        this.words = "RotatingMongoClient[" + clients.path() + "]";
        this.proxy = Call.proxy(RotatingMongoClient.class, this);
    }

    /**
     * Makes the client that an application uses.
     *
     * @param clients the clients behind it, which it closes
     * @param afterClose runs once when they are closed
     * @return the client
     */
    public static RotatingMongoClient open(RotatingClients clients, Runnable afterClose) {
        return (RotatingMongoClient) new ClientHandle(clients, afterClose).proxy;
    }

    @Override
    @Nullable
    Object value(Object self, Call call, Route through) throws Throwable {
        Method method = call.method();
        return switch (method.getName()) {
            case "close" -> {
                close();
                yield null;
            }
            case "status" -> clients().status();
            case "appendMetadata" -> {
                if (call.argument() instanceof MongoDriverInformation more) {
                    clients().appendMetadata(more);
                }
                yield null;
            }
            default -> super.value(self, call, through);
        };
    }

    private void close() {
        if (closing.compareAndSet(false, true)) {
            try {
                clients().close();
            } finally {
                afterClose.run();
            }
        }
    }

    @Override
    Object on(ClientGeneration generation) {
        return generation.client();
    }

    @Override
    String words() {
        return words;
    }

    @Override
    Object rotatingClient() {
        return proxy;
    }

    @Override
    @Nullable
    Object derive(Object self, Class<?> type, Call call, Route through) throws Throwable {
        return DerivedHandle.of(this, type, call, through);
    }

    @Override
    Duration patience() {
        return clients().patience();
    }
}
