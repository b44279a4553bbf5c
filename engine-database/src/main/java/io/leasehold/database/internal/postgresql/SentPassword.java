package io.leasehold.database.internal.postgresql;

import io.leasehold.secret.SecretText;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;

/**
 * What a new user's password is sent as. Deriving a verifier is work for the processor, so it begins on another thread while
 * this one waits for a connection and for the server's first answer. If no other thread was free by then, the one that needs
 * it derives it. Used by one thread.
 */
final class SentPassword implements AutoCloseable {

    private final FutureTask<SecretText> derivation;

    private SentPassword(FutureTask<SecretText> derivation) {
        this.derivation = derivation;
    }

    static SentPassword of(SecretText password, PasswordForm form) {
        SentPassword sent = new SentPassword(new FutureTask<>(() -> form.of(password)));
        ForkJoinPool.commonPool().execute(sent.derivation);
        return sent;
    }

    /** The text for {@code {{password}}}. It is this object's, and ends with it. */
    SecretText get() {
        // Does nothing if it is done or being done.
        derivation.run();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return derivation.get();
                } catch (InterruptedException interrupt) {
                    // It is a matter of a millisecond; the next statement sees to the interrupt.
                    interrupted = true;
                }
            }
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("no verifier could be derived", failure.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        SecretText sent;
        try {
            sent = get();
        } catch (RuntimeException toldAlready) {
            // There is nothing to clear.
            return;
        }
        sent.close();
    }
}
