package io.leasehold.database.internal.mongoclient;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the driver tells that a credential was refused. The codes are those of "Error Codes", MongoDB manual. */
final class LoginRefusal {

    private static final int UNAUTHORIZED = 13;

    /** UserNotFound, Unauthorized, AuthenticationFailed, and AtlasError, which is what MongoDB Atlas answers for the latter. */
    private static final Set<Integer> REFUSED = Set.of(11, UNAUTHORIZED, 18, 8000);

    /** Deeper chains than this are circular. */
    private static final int MAX_DEPTH = 20;

    private LoginRefusal() {}

    /**
     * The refused login that kept an operation from being sent: its own, or another's that emptied the pool while it waited for
     * a connection. A login that broke off for another reason is none.
     *
     * @param error what an operation threw; only the error itself counts, since as a cause it may belong to a part of the
     *     operation when others were done already
     * @return the driver's error, empty when the operation may have been sent, or failed otherwise
     */
    static Optional<MongoSecurityException> beforeSending(Throwable error) {
        if (error instanceof MongoSecurityException own && isRefused(own)) {
            return Optional.of(own);
        }
        return error instanceof MongoConnectionPoolClearedException ? inCauses(error) : Optional.empty();
    }

    /**
     * A refused login anywhere in an error.
     *
     * @param error what an operation threw
     * @return the driver's error for the login
     */
    static Optional<MongoSecurityException> inCauses(Throwable error) {
        Throwable each = error;
        for (int depth = 0; each != null && depth < MAX_DEPTH; depth++, each = each.getCause()) {
            if (each instanceof MongoSecurityException login && isRefused(login)) {
                return Optional.of(login);
            }
        }
        return Optional.empty();
    }

    /** Whether a command was refused for want of a right, which a user that is gone has none of. */
    static boolean isUnauthorized(Throwable error) {
        Throwable each = error;
        for (int depth = 0; each != null && depth < MAX_DEPTH; depth++, each = each.getCause()) {
            if (each instanceof MongoException failure && failure.getCode() == UNAUTHORIZED) {
                return true;
            }
        }
        return false;
    }

    /** The server's code of a refused login, for the log. */
    static String code(@Nullable Throwable login) {
        return login != null && login.getCause() instanceof MongoCommandException answer
                ? "code " + answer.getErrorCode()
                : "no code";
    }

    private static boolean isRefused(MongoSecurityException login) {
        return login.getCause() instanceof MongoCommandException answer && REFUSED.contains(answer.getErrorCode());
    }
}
