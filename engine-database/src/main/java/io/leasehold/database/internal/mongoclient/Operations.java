package io.leasehold.database.internal.mongoclient;

import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import io.leasehold.database.internal.drain.BackgroundWork;
import io.leasehold.database.internal.drain.Login;
import io.leasehold.database.internal.drain.Refusal;
import io.leasehold.database.internal.drain.Refusals;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs operations on a generation. One that could not be sent, because the credential was refused, runs again on the next
 * generation, which is waited for as long as the application waits for a server; until there is one, nobody else troubles the
 * server with the refused credential. Thread-safe; without a refusal there is neither a lock nor any I/O but the operation's own.
 */
final class Operations {

    private static final Logger log = LoggerFactory.getLogger(Operations.class);

    private final Supplier<ClientGeneration> current;
    private final Refusals refusals;
    private final Successor successor;
    private final BackgroundWork work;
    private final TimeSource time;

    /**
     * Prepares nothing.
     *
     * @param current the generation that is current now
     * @param refusals tells the secret
     * @param successor where to wait for another generation
     * @param work runs what is not the caller's to wait for
     * @param time says how long ago a refusal was
     */
    Operations(
            Supplier<ClientGeneration> current,
            Refusals refusals,
            Successor successor,
            BackgroundWork work,
            TimeSource time) {
        this.current = current;
        this.refusals = refusals;
        this.successor = successor;
        this.work = work;
        this.time = time;
    }

    /** What to do on a generation that was entered. */
    @FunctionalInterface
    interface Operation {

        @Nullable
        Object on(ClientGeneration generation) throws Throwable;
    }

    /**
     * Runs an operation.
     *
     * @param route where
     * @param operation what; may run again if it throws a refused login, which means that nothing was sent
     * @param patience how long to wait for a credential that works; asked only if need be
     * @return what the operation returned
     * @throws Throwable what the operation threw
     */
    @Nullable
    Object run(Route route, Operation operation, Supplier<Duration> patience) throws Throwable {
        Duration left = null;
        while (true) {
            ClientGeneration generation = route.enter();
            Refusal earlier = generation.refusal();
            RuntimeException refused;
            try {
                if (earlier == null || mayTry(route, generation, earlier)) {
                    Object result = operation.on(generation);
                    if (earlier != null && !route.isFixed()) {
                        generation.accept();
                    }
                    return result;
                }
                refused = again(earlier);
            } catch (RuntimeException e) {
                if (!couldNotBeSent(generation, e) || route.isFixed()) {
                    throw e;
                }
                refused = e;
            } finally {
                generation.leave();
            }
            left = awaitAnother(generation, left == null ? patience.get() : left);
            if (left.isZero() || left.isNegative()) {
                throw refused;
            }
        }
    }

    /** A session has no other credential to wait for, and perhaps a connection that still works. */
    private boolean mayTry(Route route, ClientGeneration generation, Refusal earlier) {
        return route.isFixed() || generation.isRetired() || !earlier.isRecent(time.nanoTime());
    }

    private Duration awaitAnother(ClientGeneration refused, Duration left) {
        Duration round = left.compareTo(Refusal.RETRY_AFTER) < 0 ? left : Refusal.RETRY_AFTER;
        Duration leftOfRound = successor.await(() -> current.get() != refused || refused.isRetired(), round);
        return left.minus(round).plus(leftOfRound);
    }

    /**
     * Whether nothing has left for the server, and a word to whom it concerns. A write that the driver has tried twice is no
     * such case: when the second attempt gets no connection, it throws the error of the first ("Retryable Writes", MongoDB
     * specifications).
     */
    private boolean couldNotBeSent(ClientGeneration generation, RuntimeException error) {
        Optional<MongoSecurityException> own = LoginRefusal.beforeSending(error);
        if (own.isEmpty() && LoginRefusal.isUnauthorized(error)) {
            lookForUser(generation);
        }
        own.or(() -> LoginRefusal.inCauses(error)).ifPresent(login -> refused(generation, login));
        return own.isPresent();
    }

    /** Notes and reports a refused login. */
    void refused(ClientGeneration generation, MongoSecurityException login) {
        String username = Login.of(generation.secret()).username();
        refusals.report(generation, username, login, LoginRefusal.code(login));
    }

    /** A fresh exception with the driver's words, for callers that are not let through to the server again yet. */
    private static MongoSecurityException again(Refusal earlier) {
        String words = String.valueOf(earlier.error().getMessage());
        return earlier.error() instanceof MongoSecurityException login
                ? new MongoSecurityException(login.getCredential(), words, login)
                : new MongoSecurityException(null, words, earlier.error());
    }

    /**
     * A command was refused for want of a right. Most often the role lacks it; but a user that is gone has no rights either,
     * and only a fresh credential helps then. So the server is asked who it is that is logged in.
     */
    private void lookForUser(ClientGeneration generation) {
        if (!generation.isRetired() && generation.looksForUserNow(time.nanoTime())) {
            work.after(Duration.ZERO, () -> lookForUserNow(generation));
        }
    }

    private void lookForUserNow(ClientGeneration generation) {
        if (!generation.enter()) {
            return;
        }
        try {
            if (isLoggedOut(generation.client())) {
                String username = Login.of(generation.secret()).username();
                refusals.report(
                        generation,
                        username,
                        new MongoSecurityException(null, "User " + username + " is not logged in any more"),
                        "it is gone");
            }
        } catch (MongoSecurityException e) {
            LoginRefusal.beforeSending(e).ifPresent(login -> refused(generation, login));
        } catch (RuntimeException e) {
            log.debug("The server could not be asked whether the user of {} is still there", generation, e);
        } finally {
            generation.leave();
        }
    }

    private static boolean isLoggedOut(MongoClient client) {
        Document status = client.getDatabase("admin").runCommand(new Document("connectionStatus", 1));
        return status.get("authInfo") instanceof Document info
                && info.get("authenticatedUsers") instanceof List<?> users
                && users.isEmpty();
    }
}
