package io.leasehold.spring.actuate.endpoint;

import io.leasehold.error.ClosedException;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseExpiredException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.LimitExceededException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.PermissionDeniedException;
import io.leasehold.error.RevocationIncompleteException;
import io.leasehold.error.StorageException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.lease.LeaseState;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** The endpoint over HTTP: errors have a status and say what is wrong. Thread-safe. */
@EndpointWebExtension(endpoint = LeaseholdEndpoint.class)
public class LeaseholdEndpointWebExtension {

    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final int BAD_GATEWAY = 502;

    private final LeaseholdEndpoint endpoint;

    LeaseholdEndpointWebExtension(LeaseholdEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Tells one section.
     *
     * @param section what is asked for
     * @param path a path for secrets and leases, the id for a lease
     * @param limit for leases: how many at most, 1 to 1000; 100 when null
     * @param after for leases: the id after which the page starts
     * @param state for leases: only those in this state
     * @return what was asked for, or a problem
     */
    @ReadOperation
    public WebEndpointResponse<Object> look(
            @Selector Section section,
            @Selector(match = Match.ALL_REMAINING) String[] path,
            @Nullable Integer limit,
            @Nullable String after,
            @Nullable LeaseState state) {
        return answer(() -> endpoint.look(section, path, limit, after, state));
    }

    /**
     * Rotates the secrets of a path, in the background.
     *
     * @param section {@link Section#SECRETS}
     * @param path the path
     * @return how many there are, or a problem
     */
    @WriteOperation
    public WebEndpointResponse<Object> rotate(
            @Selector Section section, @Selector(match = Match.ALL_REMAINING) String[] path) {
        return answer(() -> endpoint.rotate(section, path));
    }

    /**
     * Revokes a lease, or all under a path.
     *
     * @param section {@link Section#LEASE} or {@link Section#LEASES}
     * @param path the id, or the path
     * @return how many are absent, or a problem
     */
    @DeleteOperation
    public WebEndpointResponse<Object> revoke(
            @Selector Section section, @Selector(match = Match.ALL_REMAINING) String[] path) {
        return answer(() -> endpoint.revoke(section, path));
    }

    private static WebEndpointResponse<Object> answer(Supplier<Object> work) {
        try {
            return new WebEndpointResponse<>(work.get());
        } catch (LeaseholdException e) {
            return new WebEndpointResponse<>(new Descriptors.Problem(String.valueOf(e.getMessage())), status(e));
        }
    }

    static int status(LeaseholdException e) {
        if (e instanceof InvalidRequestException) {
            return WebEndpointResponse.STATUS_BAD_REQUEST;
        }
        if (e instanceof PermissionDeniedException) {
            return FORBIDDEN;
        }
        if (e instanceof NotFoundException) {
            return WebEndpointResponse.STATUS_NOT_FOUND;
        }
        if (e instanceof ConflictException || e instanceof LeaseExpiredException) {
            return CONFLICT;
        }
        if (e instanceof LimitExceededException) {
            return WebEndpointResponse.STATUS_TOO_MANY_REQUESTS;
        }
        if (e instanceof TargetRefusedException) {
            return BAD_GATEWAY;
        }
        boolean later = e instanceof TargetUnavailableException
                || e instanceof RevocationIncompleteException
                || e instanceof StorageException
                || e instanceof ClosedException;
        return later
                ? WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE
                : WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR;
    }
}
